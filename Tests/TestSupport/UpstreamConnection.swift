/// The thread's side of one connection of a `ScriptedUpstream`.
struct UpstreamConnection: Sendable {
    let socket: TCPSocket
    let index: Int
    let records: Watched<[ScriptedUpstream.Connection]>

    func serve(onAccept: [ScriptedUpstream.Step], answer: (ScriptedUpstream.Request) -> [ScriptedUpstream.Step]) {
        var pending: [UInt8] = []
        guard perform(onAccept) else { return }
        while let request = readRequest(&pending) {
            records.change { $0[index].requests.append(request) }
            guard perform(answer(request)) else { return }
        }
    }

    /// False once the connection is over.
    private func perform(_ steps: [ScriptedUpstream.Step]) -> Bool {
        for step in steps {
            do {
                switch step {
                case .send(let bytes): try socket.send(bytes)
                case .sendBytewise(let bytes): for byte in bytes { try socket.send([byte]) }
                case .hold(let gate): try gate.wait()
                case .awaitPeer: while receive() != nil {}
                case .close:
                    end(.closedHere)
                    socket.close()
                case .reset:
                    end(.closedHere)
                    socket.reset()
                }
            } catch {
                end(.resetByPeer)
                socket.close()
            }
            if records.current[index].ending != nil { return false }
        }
        return true
    }

    private func readRequest(_ pending: inout [UInt8]) -> ScriptedUpstream.Request? {
        while true {
            if let length = RequestExtent(of: pending) {
                let bytes = Array(pending[..<length.total])
                pending.removeFirst(length.total)
                return .init(bytes: bytes, headLength: length.head, connection: index)
            }
            guard let more = receive() else { return nil }
            pending += more
        }
    }

    /// Nil, and the ending recorded, when the connection is over. Waits a minute: a pooled connection idles while the test does other things.
    private func receive() -> [UInt8]? {
        switch try? socket.receive(by: .after(seconds: 60)) {
        case .bytes(let bytes):
            records.change { $0[index].received += bytes }
            return bytes
        case .end: end(.closedByPeer)
        case .reset: end(.resetByPeer)
        case nil: end(.closedHere)
        }
        socket.close()
        return nil
    }

    private func end(_ ending: ScriptedUpstream.Ending) {
        records.change { if $0[index].ending == nil { $0[index].ending = ending } }
    }
}

/// Where a request ends, framed by Content-Length or in chunks. Trusts its peer: it only measures.
struct RequestExtent {
    let head: Int
    let total: Int

    /// Nil while the request is not whole.
    init?(of bytes: [UInt8]) {
        guard let head = Self.end(of: "\r\n\r\n", in: bytes, from: 0) else { return nil }
        let text = String(decoding: bytes[..<head], as: UTF8.self).lowercased()
        if text.contains("\r\ntransfer-encoding: chunked") {
            guard let end = Self.endOfChunks(in: bytes, from: head) else { return nil }
            self.head = head
            total = end
            return
        }
        let line = text.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        guard bytes.count >= head + length else { return nil }
        self.head = head
        total = head + length
    }

    /// Behind the last chunk and the trailers that may follow it.
    private static func endOfChunks(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while let line = end(of: "\r\n", in: bytes, from: index) {
            let text = String(decoding: bytes[index..<line - 2], as: UTF8.self)
            guard let size = Int(text, radix: 16) else { return nil }
            if size == 0 { return end(of: "\r\n\r\n", in: bytes, from: line - 2) }
            index = line + size + 2
        }
        return nil
    }

    private static func end(of needle: String, in bytes: [UInt8], from start: Int) -> Int? {
        let wanted = Array(needle.utf8)
        return ByteOffset.first(of: wanted, in: bytes, from: start).map { $0 + wanted.count }
    }
}
