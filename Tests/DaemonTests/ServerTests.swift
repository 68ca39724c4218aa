import Bytes
import Daemon
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A whole server in this process, on a port that the kernel picks.
@Suite struct ServerTests {
    private final class Texts: Sendable {
        private let text = Mutex("")

        func append(_ more: String) { text.withLock { $0 += more } }

        var all: String { text.withLock { $0 } }
    }

    private let directory: TemporaryDirectory
    private let log = Texts()
    private let said = Texts()
    private static let password = "first-password"

    init() throws { directory = try TemporaryDirectory() }

    private func start(_ more: [String: String] = [:]) async throws -> Server {
        let environment = [
            "HEADGATE_BIND": "127.0.0.1:0", "HEADGATE_DATA_DIR": directory.file("data"),
            "HEADGATE_ADMIN_PASSWORD": Self.password, "HEADGATE_DRAIN_SECONDS": "5",
        ].merging(more) { $1 }
        let configuration = try ServerConfiguration(environment: environment, processors: 2)
        let logger = Logger(level: .debug, clock: { 0 }) { [log] line in log.append(line.span.validatedString() ?? "") }
        return try await Server.start(configuration, logs: ServerLogs(logger: logger)) { [said] in said.append($0) }
    }

    private func admin(of server: Server) -> Caller {
        Caller(port: server.address.port, user: "admin", password: Self.password)
    }

    private static func source(_ uid: String, url: String, secret: String = "hunter2") -> JSONTree {
        [
            "uid": .string(uid), "name": .string(uid), "type": "prometheus", "access": "proxy", "url": .string(url),
            "basicAuth": true, "basicAuthUser": "me", "secureJsonData": ["basicAuthPassword": .string(secret)],
        ]
    }

    @Test func startsAnswersAndKeepsDataOverARestart() async throws {
        let first = try await start()
        #expect(said.all.contains("listening on http://\(first.address)\n"))
        let health = try Caller(port: first.address.port, authorization: nil).call("GET", "/api/health")
        #expect(health.status == 200)
        #expect(try health.json()["database"] == "ok")
        _ = try admin(of: first).createSource(Self.source("one", url: "http://127.0.0.1:1"))
        first.stop()

        let second = try await start()
        let read = try admin(of: second).call("GET", "/api/datasources/uid/one")
        #expect(read.status == 200)
        #expect(try read.json()["secureJsonFields"]?["basicAuthPassword"] == true)
        second.stop()
        #expect(!said.all.contains("first admin:"))
    }

    @Test func everyWorkerListensOnTheSamePort() async throws {
        let server = try await start(["HEADGATE_WORKERS": "3"])
        for _ in 0..<12 {
            let answer = try Caller(port: server.address.port, authorization: nil).call("GET", "/healthz")
            #expect(answer.status == 200)
        }
        server.stop()
    }

    @Test func withoutAPasswordOneIsMadeAndSaidOnce() async throws {
        let configuration = try ServerConfiguration(environment: [
            "HEADGATE_BIND": "127.0.0.1:0", "HEADGATE_DATA_DIR": directory.file("data"),
        ])
        let logger = Logger(level: .debug, clock: { 0 }) { [log] line in log.append(line.span.validatedString() ?? "") }
        let first = try await Server.start(configuration, logs: ServerLogs(logger: logger)) { [said] in said.append($0)
        }
        let made = try #require(said.all.firstMatch(of: /password ([A-Za-z0-9]{24}) \(shown once\)/)?.output.1)
        let caller = Caller(port: first.address.port, user: "admin", password: String(made))
        #expect(try caller.call("GET", "/api/datasources").status == 200)
        first.stop()
        let before = said.all
        let second = try await Server.start(configuration, logs: ServerLogs(logger: logger)) { [said] in said.append($0)
        }
        second.stop()
        #expect(!said.all.dropFirst(before.count).contains("password"))
        #expect(!log.all.contains(made))
    }

    @Test("A-048: directory, database, key and lock are for their owner only")
    func filesArePrivate() async throws {
        let server = try await start()
        _ = try admin(of: server).createSource(Self.source("one", url: "http://127.0.0.1:1"))
        #expect(try directory.mode(of: "data") == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.file("data")) {
            #expect(try directory.mode(of: "data/\(name)") == 0o600, "\(name)")
        }
        server.stop()
    }

    @Test func aWrongKeyStopsTheStart() async throws {
        try await start().stop()
        let key = directory.file("data/headgate.key")
        try FileManager.default.moveItem(atPath: key, toPath: directory.file("right"))
        await #expect(throws: DaemonError.keyFile(path: key, .missingForDatabase)) { try await start() }
        try directory.write("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", to: "data/headgate.key")
        try directory.setMode(0o600, of: "data/headgate.key")
        let error = await #expect(throws: DaemonError.self) { try await start() }
        #expect(error?.description.contains("was wrapped by key-encryption key") == true)
        #expect(error?.exitCode == 1)
        let right = try await start(["HEADGATE_KEY_FILE": directory.file("right")])
        right.stop()
    }

    @Test func aSecondServerOfOneDatabaseIsRefused() async throws {
        let first = try await start()
        let path = directory.file("data/headgate.db")
        await #expect(throws: DaemonError.databaseInUse(path: path)) { try await start() }
        #expect(try admin(of: first).call("GET", "/api/datasources").status == 200)
        first.stop()
        try await start().stop()
    }

    @Test func aTakenPortStopsTheStartAndFreesTheDatabase() async throws {
        let listener = try TCPListener()
        await #expect(throws: DaemonError.self) {
            try await start(["HEADGATE_BIND": "127.0.0.1:\(listener.port)"])
        }
        try await start().stop()
    }

    @Test("A-054: a secret that does not open is logged at start, and its source's calls are answered 500")
    func aDamagedSecretIsLoggedAndShutsItsSource() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let first = try await start()
        for uid in ["good", "bad"] { _ = try admin(of: first).createSource(Self.source(uid, url: upstream.url)) }
        first.stop()
        let damage = try ChildProcess.python(
            [
                "-c",
                "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
                    + "d.execute(\"UPDATE secret SET sealed=zeroblob(64) WHERE data_source_id=2\"); d.commit()",
                directory.file("data/headgate.db"),
            ])
        #expect(damage.exit == .code(0), "\(damage.errorText)")
        let second = try await start()
        #expect(log.all.contains("a stored secret cannot be opened"))
        #expect(log.all.contains(#""uid":"bad","field":"basicAuthPassword""#))
        #expect(!log.all.contains(#""uid":"good","field""#))
        #expect(try admin(of: second).call("GET", "/api/datasources/proxy/uid/bad/x").status == 500)
        #expect(try admin(of: second).call("GET", "/api/datasources/proxy/uid/good/x").status == 200)
        second.stop()
    }

    @Test("A-032: one log line for a destination that changed and kept its secrets")
    func aChangedDestinationIsLoggedWithOldAndNew() async throws {
        let server = try await start()
        let admin = admin(of: server)
        _ = try admin.createSource(Self.source("one", url: "http://old.example:9090"))
        let update: JSONTree = [
            "name": "one", "type": "prometheus", "access": "proxy", "url": "http://new.example:9090/base?token=x",
            "basicAuth": true, "basicAuthUser": "me",
        ]
        #expect(try admin.call("PUT", "/api/datasources/uid/one", json: update).status == 200)
        server.stop()
        let lines = log.all.split(separator: "\n").filter { $0.contains("kept its secrets") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("old.example:9090") == true)
        #expect(lines.first?.contains("new.example:9090") == true)
        for secret in ["hunter2", "token=x"] { #expect(!log.all.contains(secret)) }
    }

    @Test func boundSecretsRefuseANewDestination() async throws {
        let server = try await start(["HEADGATE_SECRETS_BIND_TO_DESTINATION": "true"])
        let admin = admin(of: server)
        _ = try admin.createSource(Self.source("one", url: "http://old.example:9090"))
        let update: JSONTree = [
            "name": "one", "type": "prometheus", "access": "proxy", "url": "http://new.example:9090",
            "basicAuth": true, "basicAuthUser": "me",
        ]
        #expect(try (400..<500).contains(admin.call("PUT", "/api/datasources/uid/one", json: update).status))
        server.stop()
    }

    @Test func callsAreCountedAndFailedOnesLoggedWithPhaseAndRequestID() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("busy", status: "503 Busy"))] }
        let gone = try TCPListener()
        let refused = "http://127.0.0.1:\(gone.port)"
        gone.close()
        let server = try await start()
        let admin = admin(of: server)
        _ = try admin.createSource(Self.source("up", url: upstream.url))
        _ = try admin.createSource(Self.source("down", url: refused))
        #expect(try admin.call("GET", "/api/datasources/proxy/uid/up/x").status == 503)
        let failed = try admin.call("GET", "/api/datasources/proxy/uid/down/x?secret=query")
        #expect(failed.status == 502)
        let id = try #require(try failed.json()["requestId"]?.string)
        let metrics = try admin.call("GET", "/metrics").text
        server.stop()
        #expect(metrics.contains("# TYPE headgate_proxy_requests_total counter\n"))
        for source in ["up", "down"] {
            let labels = "{org=\"1\",source=\"\(source)\",class=\"5xx\"}"
            #expect(metrics.contains("headgate_proxy_requests_total\(labels) 1\n"))
        }
        #expect(metrics.contains("headgate_proxy_failures_total{phase=\"connect\"} 1\n"))
        #expect(metrics.contains("headgate_proxy_response_bytes_total 4\n"))
        let total = "headgate_proxy_duration_seconds_count{org=\"1\",source=\"up\",phase=\"total\"} 1\n"
        #expect(metrics.contains(total))
        #expect(metrics.contains("headgate_proxy_in_flight 0\n"))
        #expect(metrics.contains("headgate_proxy_open_breakers{org=\"1\",source=\"down\"} 0\n"))
        #expect(
            metrics.contains("headgate_control_requests_total{endpoint=\"POST /api/datasources\",class=\"2xx\"} 2\n"))
        let lines = log.all.split(separator: "\n").filter { $0.contains("proxied call failed") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains(#""requestId":"\#(id)","#) == true)
        #expect(
            lines.first?.contains(#""source":"down","method":"GET","path":"/x","status":502,"phase":"connect""#) == true
        )
        #expect(!log.all.contains("secret=query"))
    }

    @Test("A-244: metrics name no url, no caller, no path, and no data source where that is not wanted")
    func metricsNameNobody() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("fine"))] }
        for (limit, names) in [("0", false), ("1", true)] {
            let server = try await start([
                "HEADGATE_METRICS_SOURCES_MAX": limit, "HEADGATE_DATA_DIR": directory.file("data-\(limit)"),
            ])
            let admin = admin(of: server)
            _ = try admin.createSource(Self.source("uid-of-it", url: upstream.url))
            #expect(try admin.call("GET", "/api/datasources/proxy/uid/uid-of-it/path-of-it").status == 200)
            _ = try admin.call("GET", "/api/datasources/uid/uid-of-it")
            let metrics = try Caller(port: server.address.port, authorization: nil).call("GET", "/metrics").text
            server.stop()
            #expect(metrics.contains("uid-of-it") == names)
            #expect(metrics.contains("source=\"(other)\"") != names)
            for word in ["path-of-it", "127.0.0.1", "admin\"", "hunter2"] {
                #expect(!metrics.contains(word), "\(word)")
            }
        }
    }
}
