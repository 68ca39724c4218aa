import Foundation
import TestSupport
import Testing

/// Callers over TLS: the built server, its files, and real clients.
@Suite struct CallerTLSTests {
    private let authority: TLSAuthority
    private let server: HeadgateProcess

    init() throws {
        authority = try TLSAuthority()
        server = try HeadgateProcess(arguments: [
            "--workers", "2", "--tls-cert", authority.directory.file("server.pem"), "--tls-key",
            authority.directory.file("server.key"),
        ])
    }

    private func curl(_ path: String, _ arguments: [String] = []) throws -> ChildProcess.State {
        try ChildProcess.run(
            "/usr/bin/curl",
            ["-sS", "--cacert", authority.directory.file("ca.pem"), "https://localhost:\(server.port)\(path)"]
                + arguments)
    }

    private func source() throws -> (upstream: ScriptedUpstream, path: String) {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("source \($0.target)"))] }
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        return (upstream, "/api/datasources/proxy/\(id)")
    }

    /// Replaces both files; each appears whole, as tools that renew certificates do it.
    private func install(_ name: String, key: String? = nil) throws {
        for (suffix, from) in [("pem", name), ("key", key ?? name)] {
            try authority.directory.write(try authority.text("\(from).\(suffix)"), to: "next.\(suffix)")
            let target = authority.directory.file("server.\(suffix)")
            guard rename(authority.directory.file("next.\(suffix)"), target) == 0 else {
                throw TestSupportError.system(call: "rename", code: errno)
            }
        }
    }

    private func waitForLog(_ part: String, count: Int = 1) throws {
        try server.waitForErrors("the log to say: \(part)") {
            String(decoding: $0, as: UTF8.self).components(separatedBy: part).count > count
        }
    }

    @Test func curlVerifiesTheCertificateAndReachesBothPlanes() throws {
        let health = try curl("/api/health", ["-w", " %{http_version} %{ssl_verify_result}"])
        #expect(health.exit == .code(0) && health.outputText.contains("\"database\""), "\(health.errorText)")
        let (upstream, path) = try source()
        let call = try curl(path + "/render", ["-u", "admin:\(HeadgateProcess.adminPassword)"])
        #expect(call.outputText == "source /render")
        #expect(upstream.requests.count == 1)
        let stranger = try ChildProcess.run("/usr/bin/curl", ["-sS", "https://localhost:\(server.port)/api/health"])
        #expect(stranger.exit == .code(60), "\(stranger.errorText)")
    }

    @Test("curl speaks both versions of HTTP with either plane", arguments: ["--http1.1", "--http2"])
    func curlSpeaksBothVersions(_ version: String) throws {
        let body = String(repeating: "headgate", count: 100_000)
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("\($0.body.count) " + body))] }
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let file = try authority.directory.write(body, to: "body")
        let call = try curl(
            "/api/datasources/proxy/\(id)/render",
            [
                version, "-u", "admin:\(HeadgateProcess.adminPassword)", "--data-binary", "@\(file)", "-w",
                " %{http_version}",
            ])
        #expect(call.exit == .code(0), "\(call.errorText)")
        #expect(call.outputText == "800000 \(body) " + (version == "--http2" ? "2" : "1.1"))
        #expect(try curl("/api/health", [version]).outputText.contains("\"database\""))
        let read = try curl("/api/datasources/\(id)", [version, "-u", "admin:\(HeadgateProcess.adminPassword)"])
        #expect(read.outputText.contains("\"graphite\""))
        let wrong = try curl(
            "/api/datasources", [version, "-u", "admin:wrong", "-o", "/dev/null", "-w", "%{http_code}"])
        #expect(wrong.outputText == "401")
    }

    private func h2load(_ path: String, _ arguments: [String]) throws -> ChildProcess.State {
        let credential = Data("admin:\(HeadgateProcess.adminPassword)".utf8).base64EncodedString()
        return try ChildProcess.run(
            "/usr/bin/h2load",
            arguments + ["-H", "authorization: Basic \(credential)", "https://localhost:\(server.port)\(path)"])
    }

    @Test("many streams of h2load at once, with windows of 16 KiB, get and bring every byte")
    func manyStreamsAreWhole() throws {
        let body = String(repeating: "headgate", count: 125_000)
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer($0.method == "GET" ? body : "taken"))] }
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let path = "/api/datasources/proxy/\(id)/render"
        let got = try h2load(path, ["-n", "24", "-c", "2", "-m", "6", "-w", "14", "-W", "15"])
        #expect(got.outputText.contains("24 succeeded, 0 failed"), "\(got.outputText)\(got.errorText)")
        #expect(got.outputText.contains("(24000000) data"), "\(got.outputText)")
        let file = try authority.directory.write(body, to: "body")
        let brought = try h2load(path, ["-n", "8", "-c", "2", "-m", "4", "-d", file])
        #expect(brought.outputText.contains("8 succeeded, 0 failed"), "\(brought.outputText)\(brought.errorText)")
        #expect(
            upstream.requests.filter { $0.method == "POST" }.map(\.body.count) == Array(repeating: 1_000_000, count: 8))
    }

    @Test func theServerSaysWhereItListens() throws {
        // What it printed is here to the last line once it has ended.
        try server.stop()
        let output = String(decoding: server.printed.output, as: UTF8.self)
        #expect(output.contains("listening on https://127.0.0.1:\(server.port)\n"))
        #expect(output.contains(" https://127.0.0.1:\(server.port)/api/datasources\n"))
    }

    @Test("new files are shown to new connections, bad ones are told and change nothing, and no connection is dropped")
    func theFilesAreFollowed() throws {
        try authority.issue("second", "subjectAltName=DNS:localhost")
        try authority.issue("third", "subjectAltName=DNS:localhost")
        let first = try server.admin.connect()
        #expect(first.tls?.peerName == "server")
        try install("second")
        try waitForLog("certificate for callers replaced")
        let second = try server.admin.connect()
        #expect(second.tls?.peerName == "second")
        try install("third", key: "second")
        try waitForLog("new certificate for callers refused, the old one stays")
        let errors = String(decoding: server.printed.errors, as: UTF8.self)
        #expect(errors.contains("whose key does not belong to the certificate in"))
        #expect(try server.admin.connect().tls?.peerName == "second")
        try install("third")
        try waitForLog("certificate for callers replaced", count: 2)
        #expect(try server.admin.connect().tls?.peerName == "third")
        for connection in [first, second] {
            try connection.send(server.admin.request("GET", "/api/health", close: false))
            #expect(try connection.readAnswer().status == 200)
        }
    }

    @Test("a ticket from one worker is good for the others")
    func workersShareTickets() throws {
        let first = try TLSClient(connectingTo: server.port)
        let connection = RawConnection(over: first)
        try connection.send(server.admin.request("GET", "/api/health", close: false))
        #expect(try connection.readAnswer().status == 200)
        let given = first.ticket
        let ticket = try #require(given)
        for _ in 0..<8 { #expect(try TLSClient(connectingTo: server.port, resuming: ticket).isResumed) }
    }

    @Test("SIGTERM lets a call over TLS finish")
    func drainingFinishesCalls() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("late"))] }
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let connection = try server.admin.connect()
        try connection.send(server.admin.request("GET", "/api/datasources/proxy/\(id)/x", close: false))
        try upstream.connections.wait(for: "the request") { $0.first?.requests.count == 1 }
        let server = server
        let stopped = Watched(false)
        Parallel.start {
            _ = try? server.stop()
            stopped.change { $0 = true }
        }
        try waitForLog("draining")
        gate.open()
        #expect(try connection.readAnswer().text == "late")
        #expect(try connection.readToEnd().ending == .end)
        try stopped.wait(for: "the server's end") { $0 }
    }
}
