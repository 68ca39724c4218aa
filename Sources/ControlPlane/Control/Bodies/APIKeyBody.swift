internal import Access

/// A request for an API key, as Grafana's clients up to 12 send it.
struct APIKeyBody: Sendable, Equatable {
    /// 100 years: a bound far from the end of the clock.
    static let secondsToLiveMax: Int64 = 3_155_760_000

    let name: String
    let role: Role
    /// As sent; 0 and nothing mean that the key does not expire.
    let secondsToLive: Int64?

    /// The role of a key is one that can do something.
    init(decoding body: borrowing JSONBody) throws(BodyError) {
        name = try body.requiredString("name")
        guard let role = Role(rawValue: try body.requiredString("role")), role != .none else {
            throw .wrongType(field: "role", expected: .role)
        }
        self.role = role
        secondsToLive = try body.integer("secondsToLive")
    }
}
