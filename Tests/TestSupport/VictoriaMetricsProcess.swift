import Glibc

/// Debian's VictoriaMetrics, empty, which keeps what is written however old it is.
public final class VictoriaMetricsProcess: Sendable {
    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Comes back when it listens.
    public init() throws {
        directory = try TemporaryDirectory()
        port = try TCPListener.freePort()
        process = try ChildProcess(
            executable: "/usr/bin/victoria-metrics",
            arguments: [
                "-storageDataPath=\(directory.file("data"))", "-httpListenAddr=127.0.0.1:\(port)",
                "-retentionPeriod=100y", "-search.latencyOffset=0s", "-memory.allowedBytes=64MB",
            ])
        try process.waitToListen(on: port, as: "VictoriaMetrics")
    }

    deinit { process.signal(SIGKILL) }

    /// Writes samples in Prometheus's text form, each with its milliseconds; queries find them when this comes back.
    public func write(_ lines: String) throws {
        let caller = Caller(port: port, authorization: nil)
        let written = try caller.call("POST", "/api/v1/import/prometheus", body: Array(lines.utf8))
        let flushed = try caller.call("GET", "/internal/force_flush")
        guard written.status == 204, flushed.status == 200 else {
            throw TestSupportError.unexpected("VictoriaMetrics said \(written.status) and \(flushed.status)")
        }
    }
}
