internal import Bytes
internal import Reactor
internal import Telemetry

extension LineWriter {
    /// A writer of log lines to standard error, or to the file at `path`, that says in a line of its own how many are missing.
    static func forLogs(path: String? = nil) throws(DaemonError) -> LineWriter {
        do throws(SystemError) {
            return try LineWriter(path: path, missing: missingLine)
        } catch {
            throw path.map { .cannotLog(path: $0, error) } ?? .cannotStart(error)
        }
    }

    private static let missingLine: @Sendable (UInt64) -> [UInt8] = { count in
        let line = Lock<[UInt8]>([])
        let logger = Logger(
            level: .warning, clock: { Kernel.linux.unixMilliseconds },
            sink: { bytes in
                let bytes = bytes.span.copy()
                line.withLock { $0 = bytes }
            })
        logger.warning("log lines were dropped", [.number("lines", Int64(clamping: count))])
        return line.withLock { $0 }
    }
}
