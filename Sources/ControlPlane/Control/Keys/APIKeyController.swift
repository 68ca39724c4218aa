internal import Access
internal import JSON
internal import Web

/// API keys of the asking identity's organisation, as Grafana's clients used them up to version 12 (shapes of 9.3.2).
struct APIKeyController: Sendable {
    let tokens: TokenService
    let policy: Policy
    /// Unix seconds.
    let now: @Sendable () -> Int64

    /// Without those that have expired, unless `includeExpired` is asked for.
    func list(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let includesExpired = context.request.queryParameter("includeExpired") == "true"
        let moment = now()
        do {
            let keys = try await tokens.list(by: context.identity)
            return APIKeyEncoder.list(
                keys.filter { $0.shape == .apiKey && (includesExpired || !$0.isExpired(at: moment)) })
        } catch {
            throw .keys(error, .read)
        }
    }

    /// The answer is the only place that ever shows the key's text.
    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        guard policy.decide(context.identity, Permission(.apiKeysCreate)).isAllowed else {
            throw .denied(.apiKeysCreate)
        }
        let body = try Self.body(context)
        let request = TokenRequest(
            name: body.name, role: body.role, shape: .apiKey, expiresAt: try expiry(after: body.secondsToLive))
        do {
            let made = try await tokens.create(request, by: context.identity)
            return APIKeyEncoder.created(made.record, text: made.text)
        } catch {
            throw .keys(error, .create)
        }
    }

    func delete(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        guard policy.decide(context.identity, Permission(.apiKeysDelete)).isAllowed else {
            throw .denied(.apiKeysDelete)
        }
        guard let id = Int64(context.request.parameter("id")) else { throw .malformedID }
        do {
            try await tokens.revoke(id: id, by: context.identity)
            return WebResponse(JSONText.message("API key deleted"))
        } catch {
            throw .keys(error, .delete)
        }
    }

    private static func body(_ context: ControlContext) throws(ControlError) -> APIKeyBody {
        do {
            return try APIKeyBody(decoding: try JSONBody(of: context.request))
        } catch {
            throw .body(error)
        }
    }

    /// Unix seconds; a lifetime of 0 is none.
    private func expiry(after seconds: Int64?) throws(ControlError) -> Int64? {
        guard let seconds, seconds != 0 else { return nil }
        guard seconds > 0 else { throw .negativeLifetime }
        guard seconds <= APIKeyBody.secondsToLiveMax else {
            throw .body(.wrongType(field: "secondsToLive", expected: .lifetime))
        }
        return now() + seconds
    }
}
