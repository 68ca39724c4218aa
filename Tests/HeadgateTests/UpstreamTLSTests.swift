import TestSupport
import Testing

/// Data sources over TLS, as callers see them.
@Suite struct UpstreamTLSTests {
    private let server: HeadgateProcess
    private let authority: TLSAuthority

    init() throws {
        server = try HeadgateProcess(arguments: ["--workers", "1", "--upstream-tls-seconds", "1"])
        authority = try TLSAuthority()
    }

    /// The proxy path of a new source that trusts the authority.
    private func source(_ url: String, jsonData: JSONTree? = nil, secrets: [String: String] = [:]) throws -> String {
        var all: [String: JSONTree] = ["tlsCACert": .string(try authority.text("ca.pem"))]
        for (name, value) in secrets { all[name] = .string(value) }
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(url),
            "jsonData": jsonData ?? ["tlsAuthWithCACert": true], "secureJsonData": .object(all),
        ])
        return "/api/datasources/proxy/\(id)"
    }

    private func client(_ name: String, of url: String) throws -> String {
        try source(
            url, jsonData: ["tlsAuthWithCACert": true, "tlsAuth": true],
            secrets: [
                "tlsClientCert": try authority.text("\(name).pem"), "tlsClientKey": try authority.text("\(name).key"),
            ])
    }

    private func expectFailure(_ answer: RawAnswer, status: Int = 502, _ part: String) throws {
        #expect(answer.status == status)
        let json = try answer.json()
        #expect(json["phase"]?.string == "tls" && json["message"]?.string?.contains(part) == true, "\(answer.text)")
    }

    /// 8 MiB of counted words, as the script sends them.
    private static func isCounted(_ body: [UInt8]) -> Bool {
        guard body.count == 8 << 20 else { return false }
        for index in 0..<body.count / 4 {
            let word = UInt32(body[index * 4]) << 24 | UInt32(body[index * 4 + 1]) << 16
            if word | UInt32(body[index * 4 + 2]) << 8 | UInt32(body[index * 4 + 3]) != UInt32(index) { return false }
        }
        return true
    }

    @Test func callsGoThroughAndConnectionsAreKept() throws {
        let upstream = try TLSUpstream(authority)
        let path = try source(upstream.url)
        for _ in 0..<5 {
            let facts = try server.admin.call("GET", path + "/facts").json()
            #expect(facts["connection"]?.int == 0 && facts["version"]?.string == "TLSv1.3")
        }
    }

    @Test(arguments: ["/big", "/chunks"])
    func bigAnswersAreIdentical(_ name: String) throws {
        let upstream = try TLSUpstream(authority)
        let path = try source(upstream.url)
        for _ in 0..<2 {
            let answer = try server.admin.call("GET", path + name)
            #expect(answer.status == 200 && answer.ending == .complete && Self.isCounted(answer.body))
        }
        #expect(try server.admin.call("GET", path + "/facts").json()["connection"]?.int == 0)
    }

    @Test func bigRequestsAreIdentical() throws {
        let upstream = try TLSUpstream(authority)
        let path = try source(upstream.url)
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let plain = try server.admin.call("POST", path + "/facts", body: body)
        let file = authority.directory.file("body")
        let chunked = try RawConnection(port: server.port)
        var wire = server.admin.request("POST", path + "/facts", fields: [("Transfer-Encoding", "chunked")])
        for start in stride(from: 0, to: body.count, by: 70_001) {
            let piece = body[start..<min(start + 70_001, body.count)]
            wire += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
        }
        try chunked.send(wire + Array("0\r\n\r\n".utf8))
        let other = try chunked.readAnswer(to: "POST").json()
        _ = try ChildProcess.python([
            "-c", "import sys; open(sys.argv[1],'wb').write(bytes((i*31+(i>>9))&255 for i in range(3000000)))", file,
        ])
        let expected = try ChildProcess.run("/usr/bin/sha256sum", [file]).outputText.prefix(64)
        #expect(try plain.json()["digest"]?.string == String(expected))
        #expect(other["digest"]?.string == String(expected))
    }

    @Test func anUnannouncedEndIsACut() throws {
        let upstream = try TLSUpstream(authority)
        let path = try source(upstream.url)
        let ended = try server.admin.call("GET", path + "/ended")
        #expect(ended.status == 200 && ended.ending == .complete && ended.text.hasSuffix("}"))
        let cut = try server.admin.call("GET", path + "/cut")
        #expect(cut.status == 200 && cut.ending == .aborted)
    }

    @Test func theNextHandshakeIsShorter() throws {
        let upstream = try TLSUpstream(authority)
        let path = try source(upstream.url)
        let first = try server.admin.call("GET", path + "/last").json()
        let second = try server.admin.call("GET", path + "/last").json()
        #expect(first["resumed"] == .bool(false) && first["connection"]?.int == 0)
        #expect(second["resumed"] == .bool(true) && second["connection"]?.int == 1)
        // Another source with other settings starts anew.
        let other = try source(upstream.url, jsonData: ["tlsSkipVerify": true])
        #expect(try server.admin.call("GET", other + "/last").json()["resumed"] == .bool(false))
    }

    @Test func sourcesWithOtherClientCertificatesShareNoConnection() throws {
        try authority.issue("alice", "extendedKeyUsage=clientAuth")
        try authority.issue("bob", "extendedKeyUsage=clientAuth")
        let upstream = try TLSUpstream(authority, wantsClients: true)
        let (alice, bob) = (try client("alice", of: upstream.url), try client("bob", of: upstream.url))
        for _ in 0..<3 {
            let first = try server.admin.call("GET", alice + "/facts").json()
            let second = try server.admin.call("GET", bob + "/facts").json()
            #expect(first["client"]?.string == "alice" && first["connection"]?.int == 0)
            #expect(second["client"]?.string == "bob" && second["connection"]?.int == 1)
        }
        // Tickets stay apart too.
        _ = try server.admin.call("GET", alice + "/last")
        _ = try server.admin.call("GET", bob + "/last")
        #expect(try server.admin.call("GET", alice + "/facts").json()["client"]?.string == "alice")
        #expect(try server.admin.call("GET", bob + "/facts").json()["client"]?.string == "bob")
        let nobody = try server.admin.call("GET", try source(upstream.url) + "/facts")
        #expect(nobody.status == 502)
    }

    @Test func aChangedSourceLeavesItsOldConnections() throws {
        let upstream = try TLSUpstream(authority)
        let made = try server.admin.createSource([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url), "jsonData": ["tlsSkipVerify": true],
        ])
        let path = "/api/datasources/proxy/\(made["id"]?.int ?? 0)/facts"
        #expect(try server.admin.call("GET", path).status == 200)
        let changed = try server.admin.call(
            "PUT", "/api/datasources/uid/\(made["uid"]?.string ?? "")",
            json: [
                "name": made["name"] ?? "", "type": "graphite", "access": "proxy", "url": .string(upstream.url),
                "jsonData": [:],
            ])
        #expect(changed.status == 200)
        try expectFailure(try server.admin.call("GET", path), "not trusted")
    }

    @Test("A-249: what cannot be verified is not called")
    func untrustedSourcesAreToldApart() throws {
        let upstream = try TLSUpstream(authority)
        try expectFailure(
            try server.admin.call("GET", try source(upstream.url, jsonData: [:]) + "/facts"), "not trusted")
        try expectFailure(
            try server.admin.call(
                "GET",
                try source(upstream.url, jsonData: ["tlsAuthWithCACert": true, "serverName": "x.test"]) + "/facts"),
            "another host")
        let named = try source("https://localhost:\(upstream.port)")
        #expect(try server.admin.call("GET", named + "/facts").status == 200)
    }

    @Test func aPlainSourceIs502() throws {
        let upstream = try ScriptedUpstream(
            onAccept: { _ in [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)), .awaitPeer] }, answer: { _ in [] })
        let path = try source("https://127.0.0.1:\(upstream.port)")
        try expectFailure(try server.admin.call("GET", path + "/x"), "does not speak TLS")
    }

    @Test func anEndDuringTheHandshakeIs502() throws {
        let upstream = try ScriptedUpstream(onAccept: { _ in [.close] }, answer: { _ in [] })
        let path = try source("https://127.0.0.1:\(upstream.port)")
        try expectFailure(try server.admin.call("GET", path + "/x"), "the connection ended")
    }

    @Test("A-168: a handshake that stalls is given up")
    func aStalledHandshakeIs504() throws {
        let upstream = try ScriptedUpstream(onAccept: { _ in [.awaitPeer] }, answer: { _ in [] })
        let path = try source("https://127.0.0.1:\(upstream.port)")
        try expectFailure(try server.admin.call("GET", path + "/x"), status: 504, "in time")
        try upstream.connections.wait(for: "the stalled connection to be given up") { $0.first?.ending != nil }
    }

    @Test func aCallerThatLeavesEndsTheHandshake() throws {
        let upstream = try ScriptedUpstream(onAccept: { _ in [.awaitPeer] }, answer: { _ in [] })
        let path = try source("https://127.0.0.1:\(upstream.port)")
        let caller = try RawConnection(port: server.port)
        try caller.send(server.admin.request("GET", path + "/x"))
        try upstream.connections.wait(for: "the hello") { $0.first?.received.isEmpty == false }
        caller.socket.reset()
        try upstream.connections.wait(for: "the handshake to be given up") { $0.first?.ending != nil }
    }
}
