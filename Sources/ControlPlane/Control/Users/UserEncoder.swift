internal import Access
internal import JSON
internal import Web

/// Users as the API shows them, with when they were last there.
struct UserEncoder: Sendable {
    let directory: @Sendable () -> AccessDirectory
    /// Unix seconds.
    let now: @Sendable () -> Int64

    /// An account on its own.
    func single(_ user: UserRecord) -> WebResponse {
        .object { json in
            json.field("id", user.id)
            json.field("uid", user.uid)
            json.field("email", user.email)
            json.field("name", user.name)
            json.field("login", user.login)
            json.field("theme", "")
            json.field("orgId", user.orgID)
            json.field("isGrafanaAdmin", user.isServerAdmin)
            json.field("isDisabled", user.isDisabled)
            Self.unused(&json)
            json.field("updatedAt", UTCTime.text(unixSeconds: user.updatedAt))
            json.field("createdAt", UTCTime.text(unixSeconds: user.createdAt))
            json.field("avatarUrl", AvatarPath.text(for: user.email))
        }
    }

    /// What a token is shown of itself: it has no account of its own.
    func stranger(_ identity: Identity) -> WebResponse {
        .object { json in
            json.field("id", identity.serviceAccountID ?? 0)
            json.field("uid", "")
            json.field("email", identity.login)
            json.field("name", identity.login)
            json.field("login", identity.login)
            json.field("theme", "")
            json.field("orgId", identity.orgID)
            json.field("isGrafanaAdmin", false)
            json.field("isDisabled", false)
            Self.unused(&json)
            json.field("avatarUrl", AvatarPath.text(for: identity.login))
        }
    }

    func list(_ users: [UserRecord]) -> WebResponse { WebResponse(JSONText.array(users, entry)) }

    func page(_ users: [UserRecord], total: Int, _ page: Page) -> WebResponse {
        .object { json in
            json.field("totalCount", Int64(total))
            json.key("users")
            JSONText.objects(users, &json, entry)
            json.field("page", Int64(page.number))
            json.field("perPage", Int64(page.size))
        }
    }

    // MARK: Members

    func members(_ users: [UserRecord], of orgID: Int64) -> WebResponse {
        WebResponse(JSONText.array(users) { user, json in member(user, of: orgID, &json) })
    }

    func memberPage(_ users: [UserRecord], of orgID: Int64, total: Int, _ page: Page) -> WebResponse {
        .object { json in
            json.field("totalCount", Int64(total))
            json.key("orgUsers")
            JSONText.objects(users, &json) { user, json in member(user, of: orgID, &json) }
            json.field("page", Int64(page.number))
            json.field("perPage", Int64(page.size))
        }
    }

    /// For choosing one.
    func briefs(_ users: [UserRecord]) -> WebResponse {
        WebResponse(
            JSONText.array(users) { user, json in
                json.field("uid", user.uid)
                json.field("userId", user.id)
                json.field("login", user.login)
                json.field("avatarUrl", AvatarPath.text(for: user.email))
            })
    }

    private func member(_ user: UserRecord, of orgID: Int64, _ json: inout JSONWriter) {
        json.field("orgId", orgID)
        json.field("userId", user.id)
        json.field("uid", user.uid)
        json.field("email", user.email)
        json.field("name", user.name)
        json.field("avatarUrl", AvatarPath.text(for: user.email))
        json.field("login", user.login)
        json.field("role", user.role(in: orgID).rawValue)
        lastSeen(user, &json)
        json.field("created", UTCTime.text(unixSeconds: user.createdAt))
        json.field("isDisabled", user.isDisabled)
        json.nullField("authLabels")
        json.field("isExternallySynced", false)
        json.field("isProvisioned", false)
    }

    // MARK: Parts

    private func entry(_ user: UserRecord, _ json: inout JSONWriter) {
        json.field("id", user.id)
        json.field("uid", user.uid)
        json.field("name", user.name)
        json.field("login", user.login)
        json.field("email", user.email)
        json.field("avatarUrl", AvatarPath.text(for: user.email))
        json.field("isAdmin", user.isServerAdmin)
        json.field("isDisabled", user.isDisabled)
        json.field("isProvisioned", false)
        lastSeen(user, &json)
        json.emptyArray("authLabels")
        json.field("created", UTCTime.text(unixSeconds: user.createdAt))
    }

    /// Who was never there was last there ten years before the account was made, as Grafana has it.
    private func lastSeen(_ user: UserRecord, _ json: inout JSONWriter) {
        let seen = directory().lastSeenAt(userID: user.id)
        let moment = seen > 0 ? seen : max(0, user.createdAt - 3_652 * 86_400)
        json.field("lastSeenAt", UTCTime.text(unixSeconds: moment))
        json.field("lastSeenAtAge", Age.text(seconds: max(0, now() - moment)))
    }

    /// What only accounts from elsewhere have.
    private static func unused(_ json: inout JSONWriter) {
        json.field("isExternal", false)
        json.field("isExternallySynced", false)
        json.field("isGrafanaAdminExternallySynced", false)
        json.emptyArray("authLabels")
        json.field("isProvisioned", false)
    }
}
