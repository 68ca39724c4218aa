internal import Bytes
public import Catalog
internal import HTTP
public import Upstream

/// The way to data sources over HTTP: heads are written from routes, and sent by the connections of the worker whose task asks.
public struct UpstreamDoor: SourceDoor {
    private let desk: CallDesk
    private let userAgent: String
    private let login: String

    /// `userAgent` is what Headgate calls itself; `login` is who asks, for sources that are told.
    public init(desk: CallDesk, userAgent: String, login: String) {
        self.desk = desk
        self.userAgent = userAgent
        self.login = login
    }

    public func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer {
        let call = try makeCall(request, to: route)
        let answer: CallAnswer
        do throws(CallError) { answer = try await desk.call(call) } catch { throw SourceFailure(error) }
        return SourceAnswer(status: answer.status, fields: answer.fields, body: answer.body, share: answer.share)
    }

    private func makeCall(_ request: SourceRequest, to route: Route) throws(SourceFailure) -> CallRequest {
        let access: RouteAccess
        do throws(RouteProblem) { access = try route.access() } catch { throw SourceFailure(error) }
        let head = try SourceHead.make(request, to: route, access, userAgent: userAgent, login: login)
        return CallRequest(
            to: Destination(access.url.origin, access.context), method: HTTPMethod(request.method.utf8.span),
            head: head, body: request.body, timeoutMilliseconds: route.timeoutMilliseconds.map { UInt64($0) },
            configuration: desk.configuration)
    }
}
