import TestSupport
import Testing

/// The reader of answers, against an upstream that sends exactly what is given.
@Suite struct RawConnectionTests {
    private func answer(_ wire: String, method: String = "GET", last: ScriptedUpstream.Step = .close) throws
        -> RawAnswer
    {
        let upstream = try ScriptedUpstream { _ in [.sendBytewise(Array(wire.utf8)), last] }
        let connection = try RawConnection(port: upstream.port)
        try connection.send("\(method) / HTTP/1.1\r\nHost: x\r\n\r\n")
        return try connection.readAnswer(to: method)
    }

    @Test func bodiesOfEachFramingAreRead() throws {
        let length = try answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A:  b \r\n\r\nabc", last: .awaitPeer)
        #expect(length.status == 200 && length.reason == "OK" && length.text == "abc" && length.ending == .complete)
        #expect(length.field("x-a") == "b")
        let chunks = try answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
            last: .awaitPeer)
        #expect(chunks.text == "abc0123456789" && chunks.ending == .complete)
        let close = try answer("HTTP/1.1 200\r\n\r\nuntil the end")
        #expect(close.text == "until the end" && close.ending == .complete)
    }

    @Test(arguments: ["HEAD", "GET"]) func answersWithoutBodyEndWithTheirHead(_ method: String) throws {
        let status = method == "HEAD" ? "200 OK" : "304 Not Modified"
        let head = try answer("HTTP/1.1 \(status)\r\nContent-Length: 9\r\n\r\n", method: method, last: .awaitPeer)
        #expect(head.body.isEmpty && head.ending == .complete && head.field("content-length") == "9")
    }

    @Test func interimAnswersAreCounted() throws {
        let final = try answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", last: .awaitPeer)
        #expect(final.status == 204 && final.interim == [100])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
    ])
    func aBodyCutShortIsAborted(_ wire: String) throws {
        let cut = try answer(wire)
        #expect(cut.ending == .aborted && cut.text.hasPrefix("abc"))
    }

    @Test func aBodyEndedByAResetIsAborted() throws {
        let arrived = Gate()
        let upstream = try ScriptedUpstream { _ in
            [.send(Array("HTTP/1.1 200 OK\r\n\r\nabc".utf8)), .hold(arrived), .reset]
        }
        let connection = try RawConnection(port: upstream.port)
        try connection.send("GET / HTTP/1.1\r\n\r\n")
        // A reset throws away what its receiver has not read yet.
        _ = try connection.readUntil { $0.ends(with: "abc") }
        arrived.open()
        let cut = try connection.readAnswer()
        #expect(cut.ending == .aborted && cut.text == "abc")
    }

    @Test func severalAnswersComeInOrder() throws {
        let upstream = try ScriptedUpstream { [.send(ScriptedUpstream.answer("for \($0.target)"))] }
        let connection = try RawConnection(port: upstream.port)
        try connection.send("GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")
        #expect(try connection.readAnswer().text == "for /1")
        #expect(try connection.readAnswer().text == "for /2")
        #expect(upstream.connectionCount == 1 && upstream.requests.map(\.method) == ["GET", "POST"])
        #expect(upstream.requests.last?.body == Array("hi".utf8))
    }

    @Test func garbageIsAnError() throws {
        #expect(throws: TestSupportError.self) { try answer("what\r\n\r\n") }
        #expect(throws: TestSupportError.self) { try answer("HTTP/1.1 200 OK\r\nX:") }
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { Array(suffix(text.utf8.count)) == Array(text.utf8) }
}
