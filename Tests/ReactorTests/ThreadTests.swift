import Testing

@testable import Reactor

@Suite struct ThreadTests {
    @Test func joinWaitsForTheEnd() throws {
        let isDone = Lock(false)
        let thread = try Thread(name: "a name that is too long for the kernel") { isDone.withLock { $0 = true } }
        thread.join()
        thread.join()
        #expect(isDone.withLock { $0 })
    }
}
