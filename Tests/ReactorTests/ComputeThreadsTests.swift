import Glibc
import Testing

@testable import Reactor

@Suite struct ComputeThreadsTests {
    @Test func workRunsElsewhereAndComesBack() async throws {
        let pool = try ComputeThreads(count: 2)
        let results = await withTaskGroup(of: Int.self) { group in
            for number in 0..<50 { group.addTask { await pool.run { number * number } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.sorted() == (0..<50).map { $0 * $0 })
        pool.stop()
    }

    @Test func workHasItsOwnThreads() async throws {
        let pool = try ComputeThreads(count: 1)
        let first = await pool.run { UInt(pthread_self()) }
        let second = await pool.run { UInt(pthread_self()) }
        #expect(first == second)
        pool.stop()
    }

    @Test func workAfterTheStopIsStillDone() async throws {
        let pool = try ComputeThreads(count: 1)
        pool.stop()
        pool.stop()
        let result = await pool.run { 7 }
        #expect(result == 7)
    }

    @Test func stopFinishesWhatWasGiven() async throws {
        let pool = try ComputeThreads(count: 1)
        let done = Lock(0)
        let tasks = (0..<20).map { _ in Task { await pool.run { done.withLock { $0 += 1 } } } }
        while done.withLock({ $0 }) == 0 { await Task.yield() }
        pool.stop()
        for task in tasks { await task.value }
        #expect(done.withLock { $0 } == 20)
    }
}
