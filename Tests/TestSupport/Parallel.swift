import Foundation

/// Threads of a test's own, for code that blocks: the pool that runs the tests has a thread per core and none to spare.
public enum Parallel {
    /// Starts a thread that nobody waits for.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Runs `body` for 0 ..< `count` on a thread each and answers the results in order, once all have ended.
    public static func run<Result: Sendable>(
        _ count: Int, by deadline: Deadline = .generous, _ body: @escaping @Sendable (Int) -> Result
    ) throws -> [Result] {
        let results = Watched([Int: Result]())
        for index in 0..<count {
            start {
                let result = body(index)
                results.change { $0[index] = result }
            }
        }
        let all = try results.wait(for: "\(count) threads to end", by: deadline) { $0.count == count }
        return (0..<count).compactMap { all[$0] }
    }
}
