internal import Access
internal import Bytes
internal import JSON
internal import Web

/// Permissions as the API shows them.
enum PermissionEncoder {
    /// What the role Admin may do anyway first, then what is granted: to roles, to accounts and to teams in the order of their ids.
    /// `id` is the place in the answer.
    static func list(_ grants: SourceGrants, directory: AccessDirectory) -> WebResponse {
        var writer = JSONWriter()
        var entries = 0
        writer.beginArray()
        entry(.admin, role: "basic:admin", isManaged: false, &entries, &writer) { $0.field("builtInRole", "Admin") }
        for role in [Role.viewer, .editor, .admin] {
            guard let level = grants.roles[role] else { continue }
            let name = "managed:builtins:\(role.rawValue.lowercased()):permissions"
            entry(level, role: name, &entries, &writer) { $0.field("builtInRole", role.rawValue) }
        }
        for (id, level) in grants.accounts.sorted(by: { $0.key < $1.key }) {
            account(id, level, directory, &entries, &writer)
        }
        for (id, level) in grants.teams.sorted(by: { $0.key < $1.key }) {
            guard let team = directory.team(id: id) else { continue }
            entry(level, role: "managed:teams:\(id):permissions", &entries, &writer) { json in
                json.field("team", team.name)
                json.field("teamId", id)
                json.field("teamUid", team.uid)
                json.field("teamAvatarUrl", AvatarPath.text(for: team.name))
            }
        }
        writer.endArray()
        return WebResponse(writer.finish().span.copy())
    }

    static func decision(_ decision: Decision, _ action: Action) -> WebResponse {
        .object { json in
            json.field("action", action.rawValue)
            json.field("allowed", decision.isAllowed)
            switch decision {
            case .allow(let text), .deny(let text): json.field("reason", text)
            }
        }
    }

    /// A member `accessControl` behind those of `object`, the bytes of a JSON object that is not empty.
    static func append(_ actions: [Action], to object: [UInt8]) -> [UInt8] {
        let member = JSONText.object { json in accessControl(actions, &json) }
        return object.dropLast() + [UInt8(ascii: ",")] + member.dropFirst()
    }

    static func accessControl(_ actions: [Action], _ json: inout JSONWriter) {
        json.key("accessControl")
        json.beginObject()
        for action in actions { json.field(action.rawValue, true) }
        json.endObject()
    }

    private static func account(
        _ id: Int64, _ level: SourceLevel, _ directory: AccessDirectory, _ entries: inout Int, _ json: inout JSONWriter
    ) {
        if let user = directory.user(id: id) {
            entry(level, role: "managed:users:\(id):permissions", &entries, &json) { json in
                json.field("userId", id)
                json.field("userUid", user.uid)
                json.field("userLogin", user.login)
                json.field("userAvatarUrl", AvatarPath.text(for: user.email))
            }
        } else if let robot = directory.serviceAccount(id: id) {
            entry(level, role: "managed:users:\(id):permissions", isRobot: true, &entries, &json) { json in
                json.field("userId", id)
                json.field("userUid", robot.uid)
                json.field("userLogin", robot.login)
                json.field("userAvatarUrl", AvatarPath.text(for: robot.login))
            }
        }
    }

    private static func entry(
        _ level: SourceLevel, role: String, isManaged: Bool = true, isRobot: Bool = false, _ entries: inout Int,
        _ json: inout JSONWriter, _ principal: (inout JSONWriter) -> Void
    ) {
        entries += 1
        json.beginObject()
        json.field("id", Int64(entries))
        json.field("roleName", role)
        json.field("isManaged", isManaged)
        json.field("isInherited", false)
        json.field("isServiceAccount", isRobot)
        principal(&json)
        json.key("actions")
        json.beginArray()
        for action in level.actions { json.string(action.rawValue) }
        json.endArray()
        json.field("permission", level.name)
        json.endObject()
    }
}
