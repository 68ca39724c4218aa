internal import Bytes
internal import Catalog
internal import HTTP
internal import Query
internal import Web

/// The endpoints below a data source's `/resources`: each type says what it has there.
struct ResourceController: Sendable {
    let desk: SourceDesk

    func byUID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await call(try desk.source(byUID: context.request.parameter("uid"), context), context)
    }

    func byID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await call(try desk.source(byID: context.request.parameter("id"), context), context)
    }

    private func call(_ source: AskedSource, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        try Self.check(context.request.rest)
        guard let language = desk.language(of: source) else { throw .asking(.noResource) }
        let call = Self.call(context.request, keeping: source.route.keepCookies)
        switch await language.resource(call, of: source) {
        case .answer(let status, let fields, let body):
            return ResourceAnswer.make(status: status, fields: fields, body: body)
        case .notFound: throw .asking(.noResource)
        case .refused: throw .asking(.resourceRefused)
        case .methodRefused(let allowed): throw .asking(.methodRefused(allowed: allowed))
        case .badRequest(let text): throw .asking(.badResourceRequest(text))
        case .unavailable: throw .asking(.noBackend)
        case .failed(let text): throw .asking(.resourceFailed(text))
        case .unreachable(let failure): throw .asking(.unreachable(failure))
        }
    }

    /// The path that a type decides by is the path that is sent, and lies below the source's own.
    private static func check(_ rest: String) throws(ControlError) {
        let path = "/" + rest
        do throws(ProxyPathError) { try ProxyPath.check(path.utf8.span) } catch { throw .asking(.badPath) }
        guard !ProxyPath.hasEmptySegment(path.utf8.span) else { throw .asking(.badPath) }
    }

    private static func call(_ request: WebRequest, keeping cookies: KeepCookies) -> ResourceCall {
        let body = request.takeBody()
        return ResourceCall(
            request.methodText, request.rest, query: request.query,
            fields: CallerFields.passed(request, keeping: cookies), body: body.span.copy())
    }
}
