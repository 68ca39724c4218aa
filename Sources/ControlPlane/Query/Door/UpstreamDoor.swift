internal import Bytes
public import Catalog
internal import HTTP
public import Reactor
public import Upstream

/// The way to data sources over HTTP: heads are written from routes, and sent by the connections of the worker whose task asks. Made for
/// one request: the time that it may take counts from there.
public struct UpstreamDoor: SourceDoor {
    private let desk: CallDesk
    private let compute: any ComputePool
    private let userAgent: String
    private let login: String
    private let passages: Int
    /// Milliseconds of the desk's clock.
    private let begun: UInt64

    /// Answers are decoded on `compute`; `userAgent` is what Headgate calls itself; `login` is who asks, for sources that are told, whose
    /// call has come through Headgate `passages` times before.
    public init(desk: CallDesk, compute: any ComputePool, userAgent: String, login: String, passages: Int) {
        self.desk = desk
        self.compute = compute
        self.userAgent = userAgent
        self.login = login
        self.passages = passages
        begun = desk.now
    }

    public func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer {
        let rest = remainingMilliseconds(for: route)
        guard rest > 0 else { throw .outOfTime }
        let call = try makeCall(request, to: route, within: rest)
        let answer: CallAnswer
        do throws(CallError) { answer = try await desk.call(call) } catch {
            request.trace?.note(TracedCall(request, call.times, error))
            throw SourceFailure(error)
        }
        request.trace?.note(TracedCall(request.words, call.times, status: answer.status))
        return try await decoded(answer)
    }

    /// The answer without its coding, and without the field that tells of it. One without a body has nothing to decode.
    private func decoded(_ answer: CallAnswer) async throws(SourceFailure) -> SourceAnswer {
        let codings = answer.fields.indices.filter { answer.fields[$0].name.lowercased() == "content-encoding" }
        guard !codings.isEmpty, answer.body.count > 0 else {
            let body = answer.body.isInOnePiece ? answer.body.take() : await compute.run { answer.body.take() }
            return SourceAnswer(status: answer.status, fields: answer.fields, body: body, share: answer.share)
        }
        let share = answer.share?.sibling()
        let result = await compute.run { [bytesMax = desk.configuration.answerBytesMax] in
            let field = codings.map { answer.fields[$0].value }.joined(separator: ",")
            return AnswerDecoding.decode(answer.body.take(), coded: field, bytesMax: bytesMax, share: share)
        }
        var fields = answer.fields
        for index in codings.reversed() { fields.remove(at: index) }
        return SourceAnswer(status: answer.status, fields: fields, body: try result.get(), share: share)
    }

    public func pause(milliseconds: UInt64, for route: Route) async throws(SourceFailure) {
        let rest = remainingMilliseconds(for: route)
        do throws(CallError) {
            try await desk.pause(milliseconds: min(milliseconds, rest))
        } catch { throw SourceFailure(error) }
        guard milliseconds <= rest else { throw .outOfTime }
    }

    public func remainingMilliseconds(for route: Route) -> UInt64 {
        let whole = max(desk.configuration.requestMilliseconds, route.timeoutMilliseconds.map { UInt64($0) } ?? 0)
        let passed = desk.now - begun
        return passed < whole ? whole - passed : 0
    }

    private func makeCall(
        _ request: SourceRequest, to route: Route, within milliseconds: UInt64
    ) throws(SourceFailure) -> CallRequest {
        let access: RouteAccess
        do throws(RouteProblem) { access = try route.access() } catch { throw SourceFailure(error) }
        let head = try SourceHead.make(
            request, to: route, access, userAgent: userAgent, login: login, passages: passages)
        let own = route.timeoutMilliseconds.map { UInt64($0) } ?? desk.configuration.timeoutMilliseconds
        return CallRequest(
            to: Destination(access.url.origin, tls: access.context, source: route.countedSource, terms: route.terms),
            method: HTTPMethod(request.method.utf8.span), head: head, body: request.body,
            timeoutMilliseconds: min(own, milliseconds),
            configuration: desk.configuration)
    }
}

extension SourceRequest {
    /// Without its query, which may hold anything.
    fileprivate var words: String { "\(method) /\(path)" }
}

extension TracedCall {
    fileprivate init(_ request: SourceRequest, _ times: CallTimes, _ error: CallError) {
        let reason: UpstreamError =
            switch error {
            case .upstream(let error): error
            case .answerTooLarge, .noRoom, .withdrawn, .ending: .bodyCut
            }
        self.init(request.words, times, error: reason)
    }
}
