import Access
import Catalog
import TestSupport
import Testing

@testable import Proxy

/// Who may call what, and what of a source's answer passes, through a running worker.
@Suite struct WorkerDecisionsTests {
    private static let path = "/api/datasources/proxy/uid/p1"
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    @Test func aChangedSourceIsUsedByTheNextCall() async throws {
        let old = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("old"))] }
        let new = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("new"))] }
        let worker = try RunningWorker(house, sources: [try house.source(url: old.url)])
        let connection = try RawConnection(port: worker.port)
        let request = worker.caller().request("GET", Self.path + "/x", close: false)
        try connection.send(request)
        #expect(try connection.readAnswer().text == "old")
        await worker.publish([.dataSource(try house.source(url: new.url, revision: 2))])
        try connection.send(request)
        #expect(try connection.readAnswer().text == "new")
        await worker.publish([.dataSourceDeleted(id: 1, orgID: 1)])
        try connection.send(request)
        #expect(try connection.readAnswer().status == 404)
    }

    @Test("A-019: a revoked, downgraded or expired token is refused on the next call of the same connection")
    func tokensEndAtOnce() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let source = try house.source(type: "alertmanager", url: upstream.url)
        let worker = try RunningWorker(house, sources: [source])
        let connection = try RawConnection(port: worker.port)
        let silence = worker.caller(SealedHouse.editor).request("POST", Self.path + "/api/v2/silences", close: false)
        try connection.send(silence)
        #expect(try connection.readAnswer().status == 200)
        await worker.publish([.token(SealedHouse.token(SealedHouse.editor, id: 2, role: .viewer))])
        try connection.send(silence)
        #expect(try connection.readAnswer().status == 403)
        await worker.publish([.token(SealedHouse.token(SealedHouse.editor, id: 2, role: .editor, expiresAt: 1))])
        try connection.send(silence)
        #expect(try connection.readAnswer().status == 401)
        await worker.publish([.tokenDeleted(id: 2)])
        try connection.send(silence)
        #expect(try connection.readAnswer().status == 401)
        #expect(upstream.requests.count == 1)
    }

    @Test("A-019, A-029: a permission that is taken away ends on the next call, and the source is not there any more")
    func permissionsEndAtOnce() async throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let connection = try RawConnection(port: worker.port)
        let viewer = worker.caller(SealedHouse.viewer)
        func ask(_ path: String) throws -> RawAnswer {
            try connection.send(viewer.request("GET", path, close: false))
            return try connection.readAnswer()
        }
        #expect(try ask(Self.path + "/x").text == "ok")
        await worker.publish([.grants(SourceGrants(roles: RoleLevels(editor: .query)), sourceID: 1, orgID: 1)])
        for (path, unused) in [
            (Self.path, "/api/datasources/proxy/uid/p9"), ("/api/datasources/proxy/1", "/api/datasources/proxy/9"),
        ] {
            let (hidden, absent) = (try ask(path + "/x"), try ask(unused + "/x"))
            #expect(hidden.status == 404 && absent.status == 404)
            #expect(hidden.fields.map(\.name) == absent.fields.map(\.name))
            #expect(hidden.body.count == absent.body.count)
            #expect(try hidden.json()["message"] == absent.json()["message"])
            // A bad path must not tell either.
            #expect(try ask(path + "/../x").status == (try ask(unused + "/../x").status))
        }
        #expect(try worker.caller(SealedHouse.editor).call("GET", Self.path + "/x").text == "ok")
        await worker.publish([.grants(.standard, sourceID: 1, orgID: 1)])
        #expect(try ask(Self.path + "/x").text == "ok")
        #expect(upstream.requests.count == 3)
    }

    @Test("A-006, A-007: each organisation reaches its own source only, also under one uid")
    func organisationsAreApart() throws {
        let first = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("one"))] }
        let second = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("two"))] }
        let worker = try RunningWorker(
            house,
            sources: [
                try house.source(
                    id: 1, orgID: 1, uid: "same", url: first.url, basicAuthUser: "u",
                    secrets: ["basicAuthPassword": "one"]),
                try house.source(
                    id: 2, orgID: 2, uid: "same", url: second.url, basicAuthUser: "u",
                    secrets: ["basicAuthPassword": "two"]),
            ])
        let connection = try RawConnection(port: worker.port)
        for index in 0..<200 {
            let isFirst = index % 3 != 0
            let caller = worker.caller(isFirst ? SealedHouse.admin : SealedHouse.stranger)
            try connection.send(caller.request("GET", "/api/datasources/proxy/uid/same/\(index)", close: false))
            #expect(try connection.readAnswer().text == (isFirst ? "one" : "two"))
        }
        #expect(first.requests.allSatisfy { $0.field("authorization") == "Basic dTpvbmU=" })
        #expect(second.requests.allSatisfy { $0.field("authorization") == "Basic dTp0d28=" })
        // An id of the other organisation is an unused id.
        let foreign = try worker.caller().call("GET", "/api/datasources/proxy/2/x")
        let unused = try worker.caller().call("GET", "/api/datasources/proxy/99/x")
        #expect(foreign.status == 404 && unused.status == 404)
        #expect(try foreign.json()["message"] == unused.json()["message"])
    }

    @Test(
        "A-002: a doubled slash does not slip past a type's rules",
        arguments: [
            "//api/v2/silences", "/api//v2/silences", "/api/v2//silences", "/alertmanager//api/v2/silences",
        ])
    func doubledSlashesAreRefused(_ remainder: String) throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try RunningWorker(house, sources: [try house.source(type: "alertmanager", url: upstream.url)])
        for method in ["GET", "POST", "DELETE"] {
            let answer = try worker.caller(SealedHouse.viewer).call(method, Self.path + remainder)
            #expect(answer.status == 400, "\(method)")
        }
        #expect(upstream.connectionCount == 0)
    }

    @Test("A-003: a path that walks to another source reaches neither")
    func dotSegmentsReachNobody() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try RunningWorker(
            house, sources: [try house.source(url: upstream.url), try house.source(id: 2, url: upstream.url)])
        for walk in ["/../p2/x", "/./../p2/x", "/%2e%2e/p2/x", "/..%2fp2/x", "/x/../../p2"] {
            #expect(try worker.caller(SealedHouse.viewer).call("GET", Self.path + walk).status == 400, "\(walk)")
        }
        #expect(upstream.connectionCount == 0)
    }

    @Test("A-192: a 401 of a source is a 400 without its challenge, unless the source passes it on")
    func unauthorizedIsMapped() throws {
        let upstream = try ScriptedUpstream { _ in
            [.send(ScriptedUpstream.answer("secret hint", status: "401 No", fields: "WWW-Authenticate: Basic\r\n"))]
        }
        let worker = try RunningWorker(
            house,
            sources: [
                try house.source(url: upstream.url),
                try house.source(id: 2, url: upstream.url, jsonData: #"{"passUnauthorized":true}"#),
            ])
        let connection = try RawConnection(port: worker.port)
        try connection.send(worker.caller().request("GET", Self.path + "/x", close: false))
        let mapped = try connection.readAnswer()
        #expect(mapped.status == 400 && mapped.text == "Authentication to data source failed")
        #expect(mapped.field("www-authenticate") == nil)
        try connection.send(worker.caller().request("GET", "/api/datasources/proxy/2/x", close: false))
        let passed = try connection.readAnswer()
        #expect(passed.status == 401 && passed.text == "secret hint")
    }

    @Test("A-080, A-081: a redirect is the caller's to follow; A-062: cookies of a source stay with it")
    func redirectsAreNotFollowed() throws {
        let evil = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("evil"))] }
        let upstream = try ScriptedUpstream { _ in
            let fields = "Location: \(evil.url)/x\r\nSet-Cookie: grafana_session=evil\r\n"
            return [.send(ScriptedUpstream.answer("", status: "307 Go", fields: fields))]
        }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let answer = try worker.caller().call("POST", Self.path + "/x", body: Array("x".utf8))
        #expect(answer.status == 307 && answer.field("location") == "\(evil.url)/x")
        #expect(answer.field("set-cookie") == nil)
        #expect(evil.connectionCount == 0)
    }

    @Test("A-054: a source whose secret does not open is not connected to")
    func sealedShutIsNotConnected() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let whole = try house.source(url: upstream.url, basicAuthUser: "u", secrets: ["basicAuthPassword": "p"])
        var copy = whole.source
        copy.orgID = 2
        let worker = try RunningWorker(
            house, sources: [StoredDataSource(source: copy, secrets: whole.secrets, revision: 1)])
        let answer = try worker.caller(SealedHouse.stranger).call("GET", Self.path + "/x")
        #expect(answer.status == 500)
        #expect(try answer.json()["message"]?.string == "A secret of the data source is not available")
        #expect(upstream.connectionCount == 0)
    }

    @Test("A-110, A-111: an upgrade is not passed on, and a 101 is no answer")
    func upgradesAreRefused() throws {
        let upstream = try ScriptedUpstream { _ in
            [
                .send(
                    Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n".utf8)),
                .awaitPeer,
            ]
        }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let answer = try worker.caller().call(
            "GET", Self.path + "/tail", fields: [("Upgrade", "websocket"), ("Sec-WebSocket-Key", "x")])
        #expect(answer.status == 502)
        #expect(upstream.requests.first?.field("upgrade") == nil)
    }

    @Test(
        "A-039: TRACE, which echoes a request's fields, is never sent",
        arguments: ["TRACE", "TRACK", "CONNECT", "get", "FOO"])
    func echoingMethodsAreNotSent(_ method: String) throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let worker = try RunningWorker(house, sources: [try house.source(url: upstream.url)])
        let answer = try worker.caller().call(method, Self.path + "/x")
        #expect((400..<500).contains(answer.status), "\(answer.status)")
        #expect(upstream.connectionCount == 0)
    }
}
