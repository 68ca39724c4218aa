import Synchronization
import Testing

@testable import Query

@Suite struct SideBySideTests {
    private struct Count {
        var begun = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isOpen = false
    }

    /// Where work waits until it is let go.
    private final class Door: Sendable {
        private let count = Mutex(Count())

        var begun: Int { count.withLock { $0.begun } }

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = count.withLock { count in
                    count.begun += 1
                    if !count.isOpen { count.waiting.append(continuation) }
                    return count.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiting = count.withLock { count in
                count.isOpen = true
                defer { count.waiting = [] }
                return count.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    @Test(arguments: [1, 8, 20]) func noMoreThanTheLimitAreUnderWay(limit: Int) async {
        let door = Door()
        async let results = SideBySide.map(Array(0..<20), atMost: limit) { item in
            await door.pass()
            return item * 2
        }
        while door.begun < limit { await Task.yield() }
        // Work beyond the limit would have its turn meanwhile.
        for _ in 0..<1_000 { await Task.yield() }
        #expect(door.begun == limit)
        door.open()
        #expect(await results == (0..<20).map { $0 * 2 })
    }
}
