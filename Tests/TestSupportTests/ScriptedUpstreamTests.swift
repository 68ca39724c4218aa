import TestSupport
import Testing

@Suite struct ScriptedUpstreamTests {
    @Test func requestsAreRecordedToTheByte() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let connection = try RawConnection(port: upstream.port)
        let wire =
            "POST /a%2Fb?q=1 HTTP/1.1\r\nX-Odd:   two  words\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        try connection.sendBytewise(Array(wire.utf8))
        #expect(try connection.readAnswer().text == "ok")
        let request = try #require(upstream.requests.first)
        #expect(request.bytes == Array(wire.utf8) && request.target == "/a%2Fb?q=1")
        #expect(request.field("x-odd") == "two  words" && request.field("x-other") == nil)
    }

    @Test func silenceLastsUntilTheGateOpens() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("late"))] }
        let connection = try RawConnection(port: upstream.port)
        try connection.send("GET / HTTP/1.1\r\n\r\n")
        try upstream.connections.wait(for: "the request") { $0.first?.requests.count == 1 }
        #expect(throws: TestSupportError.self) { try connection.readAnswer(by: .after(seconds: 0.01)) }
        gate.open()
        #expect(try connection.readAnswer().text == "late")
    }

    @Test func connectionsCanEndBeforeAnythingIsRead() throws {
        let upstream = try ScriptedUpstream(onAccept: { $0 == 0 ? [.close] : [.reset] }, answer: { _ in [] })
        #expect(try RawConnection(port: upstream.port).readToEnd().ending == .end)
        #expect(try RawConnection(port: upstream.port).readToEnd().ending == .reset)
        #expect(upstream.connectionCount == 2 && upstream.connections.current.allSatisfy { $0.ending == .closedHere })
    }

    @Test func theEndOfAPeerIsRecorded() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        for (index, expected) in [ScriptedUpstream.Ending.closedByPeer, .resetByPeer].enumerated() {
            let connection = try RawConnection(port: upstream.port)
            try connection.send("GET / HTTP/1.1\r\n\r\n")
            try upstream.connections.wait(for: "the request") { $0.count > index && $0[index].requests.count == 1 }
            if index == 0 { connection.socket.close() } else { connection.socket.reset() }
            let records = try upstream.connections.wait(for: "the end of the peer") { $0[index].ending != nil }
            #expect(records[index].ending == expected)
        }
    }

    @Test func aStoppedUpstreamRefuses() throws {
        let upstream = try ScriptedUpstream { _ in [.awaitPeer] }
        let connection = try RawConnection(port: upstream.port)
        try upstream.connections.wait(for: "the connection") { $0.count == 1 }
        upstream.stop()
        #expect(try connection.readToEnd().ending == .end)
        #expect(throws: (any Error).self) { try RawConnection(port: upstream.port).readToEnd() }
    }
}
