/// A fixed number of threads that take work in the order it came.
@safe public final class ComputeThreads: ComputePool {
    private struct Queue {
        var work: [@Sendable () -> Void] = []
        var isStopped = false
    }

    private let gate = Gate()
    private let queue = Lock(Queue())
    private let threads = Lock<[Thread]>([])

    /// Starts `count` threads, named after `name` and their number.
    public init(name: String = "compute", count: Int) throws(SystemError) {
        for index in 0..<max(count, 1) {
            let thread = try Thread(name: "\(name)-\(index)") { [queue, gate] in Self.serve(queue, gate) }
            threads.withLock { $0.append(thread) }
        }
    }

    public func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let isAccepted = queue.withLock { queue in
                guard !queue.isStopped else { return false }
                queue.work.append { continuation.resume(returning: work()) }
                return true
            }
            if isAccepted { gate.open() } else { continuation.resume(returning: work()) }
        }
    }

    /// Finishes what was given, then ends the threads.
    public func stop() {
        queue.withLock { $0.isStopped = true }
        let all = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for _ in all { gate.open() }
        for thread in all { thread.join() }
    }

    private static func serve(_ queue: Lock<Queue>, _ gate: Gate) {
        while true {
            gate.wait()
            let next = queue.withLock { $0.work.isEmpty ? nil : $0.work.removeFirst() }
            if let next {
                next()
            } else if queue.withLock({ $0.isStopped }) {
                return
            }
        }
    }
}
