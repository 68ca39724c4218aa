internal import Access
internal import JSON
internal import Web

/// Service accounts and their tokens as the API shows them.
enum ServiceAccountEncoder {
    static func created(_ account: ServiceAccountRecord) -> WebResponse {
        .object(status: 201) { json in entry(account, tokens: 0, &json) }
    }

    static func single(_ account: ServiceAccountRecord) -> WebResponse {
        .object { json in full(account, &json) }
    }

    static func updated(_ account: ServiceAccountRecord) -> WebResponse {
        .object { json in
            json.field("id", account.id)
            json.field("message", "Service account updated")
            json.field("name", account.name)
            json.key("serviceaccount")
            json.beginObject()
            full(account, &json)
            json.endObject()
        }
    }

    static func page(
        _ accounts: [(account: ServiceAccountRecord, tokens: Int)], total: Int, _ page: Page
    ) -> WebResponse {
        .object { json in
            json.field("totalCount", Int64(total))
            json.key("serviceAccounts")
            JSONText.objects(accounts, &json) { entry($0.account, tokens: $0.tokens, &$1) }
            json.field("page", Int64(page.number))
            json.field("perPage", Int64(page.size))
        }
    }

    static func tokens(_ tokens: [(record: TokenRecord, lastUsedAt: Int64)], now: Int64) -> WebResponse {
        WebResponse(
            JSONText.array(tokens) { token, json in
                let record = token.record
                json.field("id", record.id)
                json.field("name", record.name)
                json.field("created", UTCTime.text(unixSeconds: record.createdAt))
                moment("lastUsedAt", token.lastUsedAt > 0 ? token.lastUsedAt : nil, &json)
                moment("expiration", record.expiresAt, &json)
                json.field("secondsUntilExpiration", max(0, (record.expiresAt ?? now) - now))
                json.field("hasExpired", record.isExpired(at: now))
                json.field("isRevoked", false)
            })
    }

    private static func entry(_ account: ServiceAccountRecord, tokens: Int, _ json: inout JSONWriter) {
        head(account, &json)
        json.field("role", account.role.rawValue)
        json.field("tokens", Int64(tokens))
        json.field("avatarUrl", AvatarPath.text(for: account.login))
    }

    private static func full(_ account: ServiceAccountRecord, _ json: inout JSONWriter) {
        head(account, &json)
        json.field("createdAt", UTCTime.text(unixSeconds: account.createdAt))
        json.field("updatedAt", UTCTime.text(unixSeconds: account.updatedAt))
        json.field("avatarUrl", AvatarPath.text(for: account.login))
        json.field("role", account.role.rawValue)
        json.nullField("teams")
    }

    private static func head(_ account: ServiceAccountRecord, _ json: inout JSONWriter) {
        json.field("id", account.id)
        json.field("uid", account.uid)
        json.field("name", account.name)
        json.field("login", account.login)
        json.field("orgId", account.orgID)
        json.field("isDisabled", account.isDisabled)
    }

    private static func moment(_ key: String, _ unixSeconds: Int64?, _ json: inout JSONWriter) {
        guard let unixSeconds else { return json.nullField(key) }
        json.field(key, UTCTime.text(unixSeconds: unixSeconds))
    }
}
