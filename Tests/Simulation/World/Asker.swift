internal import Bytes
internal import Catalog
internal import HTTP
internal import Upstream

/// Asks sources on behalf of the control plane's callers, through the desk of one worker, as native queries and health checks do.
final class Asker: @unchecked Sendable {
    // Guard of the unchecked Sendable: a world has one thread.
    private unowned let world: World
    private let board: SnapshotBoard
    private let desk: CallDesk

    init(world: World, board: SnapshotBoard, desk: CallDesk) {
        self.world = world
        self.board = board
        self.desk = desk
    }

    /// Asks what `call` says, and judges what comes of it.
    func ask(_ call: CallPlan) async {
        guard case .proxied(let source) = call.kind, let request = request(for: call, source) else {
            return world.violate("call \(call.story): it cannot be asked")
        }
        call.startedAt = world.kernel.now
        world.beginAsk()
        do throws(CallError) {
            let answer = try await desk.call(request)
            world.endAsk(at: source, nil)
            world.judge(answer, to: call)
        } catch {
            if case .upstream(let failure) = error {
                world.endAsk(at: source, failure)
            } else {
                world.endAsk(at: source, nil)
            }
            world.judge(error, of: call, at: source, isWithdrawn: Task.isCancelled)
        }
    }

    private func request(for call: CallPlan, _ source: Int) -> CallRequest? {
        guard let route = board.current.route(orgID: 1, id: Int64(source + 1)), let access = try? route.access() else {
            return nil
        }
        var head = ByteBuffer(kind: .confidential)
        RouteHead.appendRequestLine(
            method: "GET".utf8.span, remainder: "/q/\(call.name)".utf8.span, query: nil, of: access, to: &head)
        RouteHead.appendHost(of: access, to: &head)
        head.append("X-Nonce: ")
        head.append(call.name)
        head.append("\r\n")
        RouteHead.appendCredentials(of: route, access, login: WorldCatalog.login, to: &head)
        head.append("\r\n")
        return CallRequest(
            to: Destination(
                access.url.origin, tls: access.context, source: route.countedSource, terms: route.terms),
            method: .get, head: head, configuration: desk.configuration)
    }
}
