internal import Access
internal import JSON
internal import Web

/// Teams as the API shows them.
enum TeamEncoder {
    static func single(_ team: TeamRecord) -> WebResponse { .object { json in entry(team, &json) } }

    static func list(_ teams: [TeamRecord]) -> WebResponse { WebResponse(JSONText.array(teams, entry)) }

    static func page(_ teams: [TeamRecord], total: Int, _ page: Page) -> WebResponse {
        .object { json in
            json.field("totalCount", Int64(total))
            json.key("teams")
            JSONText.objects(teams, &json, entry)
            json.field("page", Int64(page.number))
            json.field("perPage", Int64(page.size))
        }
    }

    static func members(_ team: TeamRecord, _ members: [(member: TeamMember, user: UserRecord)]) -> WebResponse {
        WebResponse(
            JSONText.array(members) { entry, json in
                json.field("uid", entry.member.uid)
                json.field("orgId", team.orgID)
                json.field("teamId", team.id)
                json.field("teamUID", team.uid)
                json.field("userId", entry.user.id)
                json.field("userUID", entry.user.uid)
                json.field("auth_module", "")
                json.field("email", entry.user.email)
                json.field("name", entry.user.name)
                json.field("login", entry.user.login)
                json.field("avatarUrl", AvatarPath.text(for: entry.user.email))
                json.emptyArray("labels")
                json.field("permission", entry.member.standing.rawValue)
            })
    }

    private static func entry(_ team: TeamRecord, _ json: inout JSONWriter) {
        json.field("id", team.id)
        json.field("uid", team.uid)
        json.field("orgId", team.orgID)
        json.field("name", team.name)
        json.field("email", team.email)
        json.field("externalUID", "")
        json.field("isProvisioned", false)
        json.field("avatarUrl", AvatarPath.text(for: team.name))
        json.field("memberCount", Int64(team.members.count))
        json.field("permission", 0)
        json.nullField("accessControl")
    }
}
