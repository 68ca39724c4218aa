import Testing

@testable import Reactor

@Suite struct LockTests {
    private struct Refusal: Error {}

    @Test func threadsDoNotLoseUpdates() throws {
        let lock = Lock(0)
        let threads = try (0..<4).map { _ in
            try Thread(name: "adder") { for _ in 0..<10_000 { lock.withLock { $0 += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(lock.withLock { $0 } == 40_000)
    }

    @Test func aThrowLetsGo() {
        let lock = Lock(1)
        #expect(throws: Refusal.self) {
            try lock.withLock { value throws(Refusal) in
                value = 2
                throw Refusal()
            }
        }
        #expect(lock.withLock { $0 } == 2)
    }
}
