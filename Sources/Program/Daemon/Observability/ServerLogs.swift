internal import Reactor
public import Telemetry

/// Where a server's log lines go, and what of them can be changed while it runs.
public struct ServerLogs: Sendable {
    public let logger: Logger
    let access: AccessLog
    let threshold: LogThreshold
    private let writers: [LineWriter]

    /// For whoever takes the lines itself; proxied calls that did not fail get none unless `accessShare` says so.
    public init(logger: Logger, accessShare: Double = 0) {
        self.logger = logger
        threshold = LogThreshold(.debug)
        access = AccessLog(
            failures: logger, calls: logger, settings: AccessLogSettings(isOn: accessShare > 0, share: accessShare),
            droppedLines: { 0 })
        writers = []
    }

    /// Standard error, and the access log's own file where the configuration names one. `stop` ends them.
    init(_ configuration: ServerConfiguration) throws(DaemonError) {
        let errors = try LineWriter.forLogs()
        var writers = [errors]
        if let path = configuration.accessFile {
            do throws(DaemonError) {
                writers.append(try LineWriter.forLogs(path: path))
            } catch {
                errors.stop()
                throw error
            }
        }
        let threshold = LogThreshold(configuration.logLevel)
        let clock: @Sendable () -> Int64 = { Kernel.linux.unixMilliseconds }
        logger = Logger(threshold: threshold, clock: clock) { errors.write($0) }
        let calls = writers[writers.count - 1]
        access = AccessLog(
            failures: logger, calls: Logger(level: .info, clock: clock) { calls.write($0) },
            settings: AccessLogSettings(isOn: configuration.logsAccess, share: configuration.accessShare),
            droppedLines: { [writers] in writers.reduce(0) { $0 + $1.dropped } })
        self.threshold = threshold
        self.writers = writers
    }

    /// Takes over level, switch and share, and opens the access log's file anew by its name, for whoever has moved it. The name
    /// itself stays.
    func follow(_ configuration: ServerConfiguration) {
        threshold.move(to: configuration.logLevel)
        access.settings.set(isOn: configuration.logsAccess, share: configuration.accessShare)
        for writer in writers { writer.reopen() }
    }

    /// What waits is written, unless nobody takes it.
    func stop() { for writer in writers.reversed() { writer.stop() } }
}
