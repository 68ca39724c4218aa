internal import Access
internal import JSON

/// Permissions as a caller writes them: Grafana's field names stand here.
enum PermissionBody {
    /// Several in one body, at most.
    static let changesMax = 1_000

    /// Nothing takes the permission away: the field is there and empty. One that is not there is a mistake, for it would take away
    /// as well.
    static func level(_ body: borrowing JSONBody) throws(BodyError) -> SourceLevel? {
        guard let name = try body.string("permission") else { throw .missing(field: "permission") }
        return try level(name)
    }

    static func role(_ name: String) throws(BodyError) -> Role {
        guard let role = Role(rawValue: name), role != .none else {
            throw .wrongType(field: "builtInRole", expected: .role)
        }
        return role
    }

    /// `permissions`: an object each, with one of `userId`, `teamId` and `builtInRole`.
    static func changes(_ body: borrowing JSONBody) throws(BodyError) -> [GrantChange] {
        guard case .array(let entries)? = body.value("permissions") else {
            throw .wrongType(field: "permissions", expected: .permissions)
        }
        guard entries.count <= changesMax else { throw .wrongType(field: "permissions", expected: .permissions) }
        var changes: [GrantChange] = []
        for entry in entries {
            guard let name = entry["permission"]?.stringValue else { throw .missing(field: "permissions.permission") }
            changes.append(GrantChange(try principal(entry), try level(name)))
        }
        return changes
    }

    private static func level(_ name: String) throws(BodyError) -> SourceLevel? {
        guard !name.isEmpty else { return nil }
        guard let level = SourceLevel(name: name) else { throw .wrongType(field: "permission", expected: .permission) }
        return level
    }

    private static func principal(_ entry: JSONValue) throws(BodyError) -> SourcePrincipal {
        let userID = entry["userId"]?.int64Value ?? 0
        let teamID = entry["teamId"]?.int64Value ?? 0
        let name = entry["builtInRole"]?.stringValue ?? ""
        switch (userID, teamID, name) {
        case (1..., 0, ""): return .account(userID)
        case (0, 1..., ""): return .team(teamID)
        case (0, 0, _): return .role(try role(name))
        default: throw .wrongType(field: "permissions", expected: .permissions)
        }
    }
}
