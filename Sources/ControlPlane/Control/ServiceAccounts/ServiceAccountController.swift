internal import Access
internal import Web

/// The endpoints of service accounts and their tokens.
struct ServiceAccountController: Sendable {
    let accounts: ServiceAccountService
    /// Unix seconds.
    let now: @Sendable () -> Int64

    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do { try accounts.authoriseCreate(by: context.identity) } catch { throw .people(error, .serviceAccount) }
        let change = try Self.change(context)
        guard let name = change.name, !name.isEmpty else { throw .body(.missing(field: "name")) }
        do {
            let made = try await accounts.create(
                name: name, role: change.role ?? .viewer, isDisabled: change.isDisabled ?? false, by: context.identity)
            return ServiceAccountEncoder.created(made)
        } catch {
            throw .people(error, .serviceAccount)
        }
    }

    /// `disabled=true`: those alone.
    func search(_ context: ControlContext) throws(ControlError) -> WebResponse {
        var found: [ServiceAccountRecord]
        do {
            found = try accounts.search(context.request.queryParameter("query") ?? "", by: context.identity)
        } catch {
            throw .people(error, .serviceAccount)
        }
        if context.request.queryParameter("disabled") == "true" { found = found.filter(\.isDisabled) }
        let page = Page(of: context.request)
        let entries = page.cut(found).map { (account: $0, tokens: accounts.tokenCount(of: $0)) }
        return ServiceAccountEncoder.page(entries, total: found.count, page)
    }

    func read(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try context.id("account")
        do { return ServiceAccountEncoder.single(try accounts.find(id: id, by: context.identity)) } catch {
            throw .people(error, .serviceAccount)
        }
    }

    func update(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("account")
        do { _ = try accounts.find(id: id, by: context.identity) } catch { throw .people(error, .serviceAccount) }
        let change = try Self.change(context)
        do {
            return ServiceAccountEncoder.updated(try await accounts.update(id: id, change, by: context.identity))
        } catch {
            throw .people(error, .serviceAccount)
        }
    }

    func delete(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("account")
        do {
            try await accounts.delete(id: id, by: context.identity)
            return .done("Service account deleted")
        } catch {
            throw .people(error, .serviceAccount)
        }
    }

    // MARK: Tokens

    func tokens(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try context.id("account")
        do {
            return ServiceAccountEncoder.tokens(try accounts.tokens(of: id, by: context.identity), now: now())
        } catch {
            throw .people(error, .serviceAccount)
        }
    }

    /// The answer is the only place that ever shows the token's text.
    func createToken(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("account")
        do { _ = try accounts.find(id: id, by: context.identity) } catch { throw .people(error, .serviceAccount) }
        let (name, seconds) = try Self.newToken(context)
        do {
            let made = try await accounts.createToken(
                named: name, for: id, expiresAt: seconds > 0 ? now() + seconds : nil, by: context.identity)
            return APIKeyEncoder.created(made.record, text: made.text)
        } catch {
            throw .people(error, .serviceToken)
        }
    }

    func deleteToken(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let (id, tokenID) = (try context.id("account"), try context.id("token"))
        do {
            try await accounts.deleteToken(tokenID, of: id, by: context.identity)
            return .done("Service account token deleted")
        } catch {
            throw .people(error, .serviceToken)
        }
    }

    // MARK: Bodies

    private static func change(_ context: ControlContext) throws(ControlError) -> ServiceAccountChange {
        let body = try context.body()
        do {
            return ServiceAccountChange(
                name: try body.string("name"), role: try body.role(allowsNone: true),
                isDisabled: try body.bool("isDisabled"))
        } catch .wrongType(let field, .role) {
            throw .badServiceRole(field: field)
        } catch {
            throw .body(error)
        }
    }

    /// `seconds` 0: the token does not expire.
    private static func newToken(_ context: ControlContext) throws(ControlError) -> (name: String, seconds: Int64) {
        let body = try context.body()
        let (name, seconds): (String, Int64)
        do {
            (name, seconds) = (try body.requiredString("name"), try body.integer("secondsToLive") ?? 0)
        } catch {
            throw .body(error)
        }
        guard (0...APIKeyBody.secondsToLiveMax).contains(seconds) else { throw .badTokenLifetime }
        return (name, seconds)
    }
}
