import Bytes
import HTTP
import Reactor
import Testing

@testable import Upstream

/// Tasks that wait on a desk, over a loop of their own and a clock that the test moves.
@Suite struct CallDeskTests {
    /// What tasks came back with, in the order in which they did.
    private final class Log: Sendable {
        private let lines = Lock<[String]>([])
        func note(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private let log = Log()

    /// Runs `script` on a loop's thread.
    private func onLoop(_ script: @escaping @Sendable (LoopExecutor, CallDesk) -> Void) throws {
        let thread = try Thread(name: "loop") {
            guard let loop = try? Loop(kernel: .linux) else { return }
            let executor = LoopExecutor(wake: loop.wake)
            executor.adoptThread()
            let desk = CallDesk()
            desk.beginTurn(at: 1_000)
            script(executor, desk)
            desk.close()
            Self.run(executor)
        }
        thread.join()
    }

    private static func run(_ executor: LoopExecutor) {
        while executor.hasReadyJobs { executor.runReadyJobs(takingMailbox: true) }
    }

    @discardableResult
    private func pause(_ milliseconds: UInt64, _ executor: LoopExecutor, _ desk: CallDesk) -> Task<Void, Never> {
        let log = log
        return Task(executorPreference: executor) {
            do throws(CallError) {
                try await desk.pause(milliseconds: milliseconds)
                log.note("\(milliseconds)")
            } catch { log.note("\(milliseconds) \(error)") }
        }
    }

    @Test func tasksComeBackWhenTheirMomentHasCome() throws {
        let this = self
        try onLoop { executor, desk in
            for milliseconds: UInt64 in [30, 10, 20, 10] { this.pause(milliseconds, executor, desk) }
            Self.run(executor)
            for moment: UInt64 in [1_009, 1_010, 1_025, 9_000] {
                desk.beginTurn(at: moment)
                Self.run(executor)
                this.log.note("at \(moment), next \(desk.nextPause ?? 0)")
            }
        }
        #expect(
            log.all == [
                "at 1009, next 1010", "10", "10", "at 1010, next 1020", "20", "at 1025, next 1030", "30",
                "at 9000, next 0",
            ])
    }

    @Test func momentsBeyondTheClockAreNoTrapAndEndWithTheDesk() throws {
        let this = self
        try onLoop { executor, desk in
            this.pause(.max, executor, desk)
            this.pause(0, executor, desk)
            Self.run(executor)
            desk.beginTurn(at: 1_000)
            Self.run(executor)
        }
        #expect(log.all == ["0", "\(UInt64.max) ending"])
    }

    @Test func aCancelledPauseEndsAtOnce() throws {
        let this = self
        try onLoop { executor, desk in
            let first = this.pause(50, executor, desk)
            let unborn = this.pause(70, executor, desk)
            unborn.cancel()
            Self.run(executor)
            first.cancel()
            Self.run(executor)
            this.log.note("cancelled")
        }
        #expect(log.all == ["70 withdrawn", "50 withdrawn", "cancelled"])
    }

    @Test func aCancelledCallIsTakenBack() throws {
        let this = self
        try onLoop { executor, desk in
            let request = Self.request(desk)
            let work = Task(executorPreference: executor) { [log = this.log] in
                do throws(CallError) {
                    _ = try await desk.call(request)
                } catch { log.note("\(error)") }
            }
            Self.run(executor)
            let asked = desk.take()
            work.cancel()
            this.log.note("\(desk.hasWork) \(desk.takeWithdrawn().map { $0 === request }) \(desk.hasWork)")
            for (_, asker) in asked { asker.resume(returning: .failure(.withdrawn)) }
            Self.run(executor)
        }
        #expect(log.all == ["true [true] false", "withdrawn"])
    }

    private static func request(_ desk: CallDesk) -> CallRequest {
        CallRequest(
            to: Destination(Origin(scheme: .http, host: "127.0.0.1", port: 1)), method: .get, head: ByteBuffer(),
            configuration: desk.configuration)
    }
}
