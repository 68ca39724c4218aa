public import Bytes

/// Writes lines on a thread of its own, so that whoever has something to say never waits for whoever reads it.
///
/// A line that finds the queue full is dropped and counted. The first that finds room again has a line before it, made by
/// `missing`, that says how many were dropped. A line is never written in part, unless the descriptor itself fails.
@safe public final class LineWriter: Sendable {
    /// Bytes that may wait; as many again may be on their way. Some 3,000 lines.
    public static let queueBytesMax = 1 << 20
    /// Milliseconds between two looks at a reader that takes nothing.
    private static let patience: Int32 = 100
    /// How many looks a reader has that takes nothing while the writer is to end.
    private static let looksAtEnd = 10

    private struct Queue {
        var waiting: [UInt8] = []
        /// Dropped lines that the reader was not told of.
        var missing: UInt64 = 0
        var reopens = false
        var isStopped = false
    }

    private let queue = Lock(Queue())
    private let gate = Gate()
    private let thread = Lock<Thread?>(nil)
    private let droppedLines = Lock<UInt64>(0)
    private let missing: @Sendable (UInt64) -> [UInt8]

    /// Writes to standard error, or to the file at `path`.
    public init(path: String? = nil, missing: @escaping @Sendable (UInt64) -> [UInt8]) throws(SystemError) {
        let file = if let path { try OutputFile(path: path) } else { OutputFile() }
        self.missing = missing
        let started = try Thread(name: "log") { [queue, gate, droppedLines] in
            var run = Run(queue: queue, gate: gate, droppedLines: droppedLines, file: file)
            run.serve()
        }
        thread.withLock { $0 = started }
    }

    /// Queues one line with its line end. From any thread; never waits for the reader.
    public func write(_ line: borrowing ByteBuffer) {
        let bytes = line.span.copy()
        let wakes: Bool? = queue.withLock { queue in
            guard !queue.isStopped, queue.waiting.count + bytes.count <= Self.queueBytesMax else {
                queue.missing += 1
                return nil
            }
            let isFirst = queue.waiting.isEmpty
            if queue.missing > 0 { queue.waiting += missing(queue.missing) }
            queue.missing = 0
            queue.waiting += bytes
            return isFirst
        }
        guard let wakes else { return droppedLines.withLock { $0 += 1 } }
        if wakes { gate.open() }
    }

    /// Lines that were never written, since the start.
    public var dropped: UInt64 { droppedLines.withLock { $0 } }

    /// Opens the file anew by its name before the next line: for whoever has moved it away.
    public func reopen() {
        queue.withLock { $0.reopens = true }
        gate.open()
    }

    /// Writes what waits, gives up on a reader that takes nothing for a second, and ends the thread.
    public func stop() {
        queue.withLock { $0.isStopped = true }
        gate.open()
        thread.withLock { $0.take() }?.join()
    }

    /// What the thread holds.
    private struct Run {
        let queue: Lock<Queue>
        let gate: Gate
        let droppedLines: Lock<UInt64>
        var file: OutputFile
        var batch: [UInt8] = []

        mutating func serve() {
            while true {
                gate.wait()
                let isOver = take()
                write()
                if isOver { break }
            }
            file.close()
        }

        /// Exchanges the empty batch with what waits; whether it is the last.
        private mutating func take() -> Bool {
            let (reopens, isOver) = queue.withLock { queue in
                swap(&queue.waiting, &batch)
                defer { queue.reopens = false }
                return (queue.reopens, queue.isStopped)
            }
            if reopens { try? file.reopen() }
            return isOver
        }

        private mutating func write() {
            var start = 0
            var looks = 0
            while start < batch.count {
                switch file.write(batch, from: start, patienceMilliseconds: LineWriter.patience) {
                case .written(let count):
                    start += count
                    looks = 0
                case .stalled:
                    looks += 1
                    if looks > LineWriter.looksAtEnd, queue.withLock({ $0.isStopped }) { return drop(from: start) }
                case .failed:
                    return drop(from: start)
                }
            }
            batch.removeAll(keepingCapacity: true)
        }

        private mutating func drop(from start: Int) {
            let lines = batch[start...].count { $0 == UInt8(ascii: "\n") }
            droppedLines.withLock { $0 += UInt64(lines) }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
