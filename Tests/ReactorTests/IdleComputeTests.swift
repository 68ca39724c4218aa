import Glibc
import Testing

@testable import Reactor

@Suite struct IdleComputeTests {
    @Test func workTakesOnlyWhatOthersLeave() async throws {
        let pool = try IdleCompute(name: "test")
        let policy = await pool.run { sched_getscheduler(0) }
        // SCHED_IDLE of linux/sched.h, which Glibc's module leaves out.
        #expect(policy == 5)
        pool.stop()
    }

    @Test func workComesBackInTheOrderItCame() async throws {
        let pool = try IdleCompute(name: "test")
        for number in 0..<50 {
            let result = await pool.run { number * number }
            #expect(result == number * number)
        }
        pool.stop()
    }

    @Test func stopFinishesWhatWasGiven() async throws {
        let pool = try IdleCompute(name: "test")
        // What has begun may be done again.
        let done = Lock(Set<Int>())
        let tasks = (0..<20).map { number in Task { await pool.run { _ = done.withLock { $0.insert(number) } } } }
        while done.withLock({ $0.isEmpty }) { await Task.yield() }
        pool.stop()
        pool.stop()
        for task in tasks { await task.value }
        #expect(done.withLock { $0 } == Set(0..<20))
    }

    @Test func workAfterTheStopIsStillDone() async throws {
        let pool = try IdleCompute(name: "test")
        pool.stop()
        let result = await pool.run { 7 }
        #expect(result == 7)
    }
}
