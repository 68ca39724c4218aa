internal import Access
internal import JSON

/// Bodies of the endpoints of organisations, users, teams and service accounts: Grafana's field names stand here.
extension JSONBody {
    /// One of the roles of an organisation. `allowsNone`: where nobody's place may be without rights.
    func role(_ field: String = "role", allowsNone: Bool = false) throws(BodyError) -> Role? {
        guard let text = try string(field), !text.isEmpty else { return nil }
        guard let role = Role(rawValue: text), allowsNone || role != .none else {
            throw .wrongType(field: field, expected: .role)
        }
        return role
    }

    func requiredRole(_ field: String = "role") throws(BodyError) -> Role {
        guard let role = try role(field, allowsNone: true) else { throw .missing(field: field) }
        return role
    }

    /// An integer, or a text that is one: clients send ids both ways.
    func looseInteger(_ field: String) throws(BodyError) -> Int64? {
        if case .string(let text)? = value(field) {
            guard let number = Int64(text) else { throw .wrongType(field: field, expected: .integer) }
            return number
        }
        return try integer(field)
    }

    func profile() throws(BodyError) -> UserProfile {
        UserProfile(
            login: try string("login") ?? "", email: try string("email") ?? "", name: try string("name") ?? "")
    }

    func address() throws(BodyError) -> PostalAddress {
        var address = PostalAddress()
        address.address1 = try string("address1") ?? ""
        address.address2 = try string("address2") ?? ""
        address.city = try string("city") ?? ""
        address.zipCode = try string("zipCode") ?? ""
        address.state = try string("state") ?? ""
        address.country = try string("country") ?? ""
        return address
    }

    func preferences() throws(BodyError) -> PreferencesChange {
        var change = PreferencesChange()
        change.theme = try string("theme")
        change.homeDashboardUID = try string("homeDashboardUID")
        change.timezone = try string("timezone")
        change.weekStart = try string("weekStart")
        change.language = try string("locale")
        if let language = try string("language") { change.language = language }
        return change
    }
}
