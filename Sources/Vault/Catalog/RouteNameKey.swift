/// A name within an organisation, equal only byte by byte.
struct RouteNameKey: Hashable, Sendable {
    let orgID: Int64
    let name: String

    static func == (a: RouteNameKey, b: RouteNameKey) -> Bool { a.orgID == b.orgID && a.name.sameBytes(as: b.name) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(orgID)
        // Hashes equivalent Unicode forms alike, which costs a lookup among them a comparison and no more.
        hasher.combine(name)
    }
}
