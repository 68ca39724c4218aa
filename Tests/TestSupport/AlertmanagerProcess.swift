import Glibc

/// Debian's Alertmanager with one receiver that goes nowhere.
public final class AlertmanagerProcess: Sendable {
    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Comes back when it listens.
    public init() throws {
        directory = try TemporaryDirectory()
        let configuration = try directory.write(
            "route: { receiver: nobody }\nreceivers: [ { name: nobody } ]\n", to: "alertmanager.yml")
        port = try TCPListener.freePort()
        process = try ChildProcess(
            executable: "/usr/bin/prometheus-alertmanager",
            arguments: [
                "--config.file=\(configuration)", "--storage.path=\(directory.file("data"))",
                "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=",
            ])
        try process.waitToListen(on: port, as: "Alertmanager")
    }

    deinit { process.signal(SIGKILL) }
}
