import Glibc

/// Debian's Prometheus with basic auth, scraping itself.
public final class PrometheusProcess: Sendable {
    public static let user = "metrics-reader"
    /// Long and unlike anything else, so that finding it anywhere means that it leaked.
    public static let password = "zQ7-prometheus-opens-with-this-42"
    /// bcrypt, cost 4, of `password`.
    private static let passwordHash = "$2b$04$hGq3kP0vN5xT8bYw2LrZ1uimzFVOvzk4tXOP.3Z70NZGx8Zxmz.Je"

    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Comes back when it is ready to be queried.
    public init() throws {
        var attempts = 0
        while true {
            do {
                (directory, process, port) = try Self.start()
                return
            } catch TestSupportError.ended where attempts < 3 {
                attempts += 1  // somebody took the port
            }
        }
    }

    deinit { process.signal(SIGKILL) }

    /// Who asks it directly.
    public var caller: Caller { Caller(port: port, user: Self.user, password: Self.password) }

    /// Comes back when it has scraped itself; the Unix second of a moment at which that shows.
    public func waitForScrape() throws -> Int {
        let deadline = Deadline.generous
        while true {
            let result = try caller.call("GET", "/api/v1/query?query=up").json()["data"]?["result"]?.array?.first
            if let time = result?["value"]?.array?.first, case .number(let seconds) = time { return Int(seconds) + 1 }
            guard !deadline.hasPassed else {
                throw TestSupportError.deadline(waitingFor: "Prometheus to scrape itself")
            }
            poll(nil, 0, 50)
        }
    }

    private static func start() throws -> (TemporaryDirectory, ChildProcess, UInt16) {
        let directory = try TemporaryDirectory()
        let port = try TCPListener.freePort()
        let web = try directory.write("basic_auth_users:\n  \(user): \(passwordHash)\n", to: "web.yml")
        let configuration = try directory.write(
            """
            global: { scrape_interval: 1s }
            scrape_configs:
              - job_name: self
                basic_auth: { username: \(user), password: \(password) }
                static_configs: [ { targets: [ "127.0.0.1:\(port)" ] } ]

            """, to: "prometheus.yml")
        let process = try ChildProcess(
            executable: "/usr/bin/prometheus",
            arguments: [
                "--config.file=\(configuration)", "--web.config.file=\(web)", "--web.listen-address=127.0.0.1:\(port)",
                "--storage.tsdb.path=\(directory.file("data"))",
            ])
        let state = try process.state.wait(for: "Prometheus to be ready") {
            $0.exit != nil || $0.errorText.contains("Server is ready to receive web requests")
        }
        guard state.exit == nil else {
            throw TestSupportError.ended(during: "Prometheus's start: \(state.errorText.suffix(300))")
        }
        let answer = try Caller(port: port, user: user, password: password).call("GET", "/-/ready")
        guard answer.status == 200 else { throw TestSupportError.unexpected("/-/ready answered \(answer.status)") }
        return (directory, process, port)
    }
}
