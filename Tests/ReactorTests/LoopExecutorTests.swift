import Glibc
import Testing

@testable import Reactor

@Suite struct LoopExecutorTests {
    private struct Witness: Sendable {
        var threads: [UInt] = []
        var isDone = false
    }

    /// Runs `body` as a task on a loop of its own thread; the threads that it noted, and the loop's.
    private static func run(
        _ body: @escaping @Sendable (Lock<Witness>) async -> Void
    ) throws -> (seen: [UInt], loop: UInt) {
        let witness = Lock(Witness())
        let loopThread = Lock<UInt>(0)
        let thread = try Thread(name: "loop") {
            guard var loop = try? Loop(kernel: .linux) else { return }
            let executor = LoopExecutor(wake: loop.wake)
            executor.adoptThread()
            loopThread.withLock { $0 = pthread_self() }
            Task(executorPreference: executor) {
                await body(witness)
                witness.withLock { $0.isDone = true }
            }
            while !witness.withLock({ $0.isDone }) {
                if !executor.hasReadyJobs, loop.wait(milliseconds: 5_000) == 0 { return }
                loop.wake.drain()
                executor.runReadyJobs(takingMailbox: true)
            }
        }
        thread.join()
        let result = witness.withLock { $0 }
        #expect(result.isDone)
        return (result.threads, loopThread.withLock { $0 })
    }

    private static func note(_ witness: Lock<Witness>) { witness.withLock { $0.threads.append(UInt(pthread_self())) } }

    @Test func aTaskRunsOnTheLoopsThread() throws {
        let (seen, loop) = try Self.run { witness in
            Self.note(witness)
            await Task.yield()
            Self.note(witness)
        }
        #expect(seen == [loop, loop])
    }

    @Test func aTaskComesBackFromElsewhere() throws {
        let started = Lock<Thread?>(nil)
        let (seen, loop) = try Self.run { witness in
            let elsewhere = await withCheckedContinuation { continuation in
                let thread = try? Thread(name: "elsewhere") { continuation.resume(returning: UInt(pthread_self())) }
                if thread == nil { continuation.resume(returning: 0) }
                started.withLock { $0 = thread }
            }
            Self.note(witness)
            witness.withLock { $0.threads.append(elsewhere) }
        }
        #expect(seen.first == loop)
        #expect(seen.last != loop && seen.last != 0)
        started.withLock { $0.take() }?.join()
    }

    @Test func jobsThatEnqueueJobsDoNotHoldUpTheTurn() throws {
        let loop = try Loop(kernel: .linux)
        let executor = LoopExecutor(wake: loop.wake)
        let steps = Lock(0)
        let task = Task(executorPreference: executor) {
            while !Task.isCancelled {
                steps.withLock { $0 += 1 }
                await Task.yield()
            }
        }
        for _ in 0..<10 { executor.runReadyJobs(takingMailbox: true) }
        task.cancel()
        #expect(steps.withLock { $0 } <= 20)
        while executor.hasReadyJobs { executor.runReadyJobs(takingMailbox: true) }
        executor.runReadyJobs(takingMailbox: true)
    }
}
