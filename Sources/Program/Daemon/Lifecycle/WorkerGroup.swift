internal import Proxy
internal import Reactor
internal import Upstream

/// The threads that serve, a worker each.
final class WorkerGroup: Sendable {
    private struct Member: Sendable {
        let thread: Thread
        let inbox: WorkerInbox
    }

    private let members = Lock<[Member]>([])
    let configuration: WorkerConfiguration

    init(configuration: WorkerConfiguration) { self.configuration = configuration }

    /// Starts one more worker on `address` and returns when it listens there; with port 0 the answer says which one it became.
    func start(on address: SocketAddress, environment: WorkerEnvironment) async throws(DaemonError) -> SocketAddress {
        let name = "worker-\(members.withLock { $0.count })"
        let (report, thread) = await begin(name, address, environment)
        switch report {
        case .failure(let error):
            thread?.join()
            throw error
        case .success(let (inbox, bound)):
            if let thread { members.withLock { $0.append(Member(thread: thread, inbox: inbox)) } }
            return bound
        }
    }

    /// Every worker takes nothing new and finishes what is under way; returns when all have ended.
    func drain() {
        let all = members.withLock { members in
            defer { members = [] }
            return members
        }
        for member in all { member.inbox.drain() }
        for member in all { member.thread.join() }
    }

    private typealias Report = Result<(WorkerInbox, SocketAddress), DaemonError>

    private func begin(
        _ name: String, _ address: SocketAddress, _ environment: WorkerEnvironment
    ) async -> (Report, Thread?) {
        let thread = Lock<Thread?>(nil)
        let report: Report = await withCheckedContinuation { continuation in
            do throws(SystemError) {
                let started = try Thread(name: name) { [configuration] in
                    Self.serve(on: address, configuration, environment) { continuation.resume(returning: $0) }
                }
                thread.withLock { $0 = started }
            } catch {
                continuation.resume(returning: .failure(.cannotStart(error)))
            }
        }
        return (report, thread.withLock { $0 })
    }

    /// A worker's whole life, on its own thread. `report` is called once, when it listens or cannot.
    private static func serve(
        on address: SocketAddress, _ configuration: WorkerConfiguration, _ environment: WorkerEnvironment,
        report: (Report) -> Void
    ) {
        do throws(SystemError) {
            var worker = try Worker(
                configuration: configuration, environment: environment, resolver: try AresResolver())
            worker.executor.adoptThread()
            Thread.preferBatchScheduling()
            let bound: SocketAddress
            do throws(SystemError) {
                bound = try worker.listen(on: address)
            } catch {
                return report(.failure(.cannotListen(address, error)))
            }
            report(.success((worker.inbox, bound)))
            while worker.turn() {}
        } catch {
            report(.failure(.cannotStart(error)))
        }
    }
}
