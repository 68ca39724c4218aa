/// A caller's connection: exact bytes out, one answer at a time back.
public final class RawConnection {
    public let socket: TCPSocket
    /// What stands between the socket and the bytes, if anything does.
    public let tls: TLSClient?
    /// Received and not yet given out.
    private var pending: [UInt8] = []

    public init(port: UInt16) throws {
        socket = try TCPSocket(connectingTo: port)
        tls = nil
    }

    public init(over tls: TLSClient) {
        socket = tls.socket
        self.tls = tls
    }

    public func send(_ bytes: [UInt8], by deadline: Deadline = .generous) throws {
        if let tls { try tls.send(bytes, by: deadline) } else { try socket.send(bytes, by: deadline) }
    }

    private func receive(by deadline: Deadline) throws -> TCPSocket.Received {
        if let tls { try tls.receive(by: deadline) } else { try socket.receive(by: deadline) }
    }

    public func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends each byte in a segment of its own.
    public func sendBytewise(_ bytes: [UInt8]) throws {
        for byte in bytes { try send([byte]) }
    }

    /// Sends as much as the peer takes. For requests that may be refused before they have arrived: the answer tells.
    public func sendTolerant(_ bytes: [UInt8], by deadline: Deadline = .generous) throws {
        do {
            try send(bytes, by: deadline)
        } catch TestSupportError.system(call: "send", _) {}
    }

    /// Everything up to the first moment at which `isEnough` holds of all bytes not given out yet; throws when the stream
    /// ends first. What was looked at stays unread for `readAnswer`.
    public func readUntil(by deadline: Deadline = .generous, _ isEnough: ([UInt8]) -> Bool) throws -> [UInt8] {
        while !isEnough(pending) {
            guard case .bytes(let more) = try receive(by: deadline) else {
                throw TestSupportError.ended(during: "reading; so far \(pending.count) bytes")
            }
            pending += more
        }
        return pending
    }

    /// All bytes up to the end of the stream, and whether it ended with a FIN (`.end`) or a RST.
    public func readToEnd(by deadline: Deadline = .generous) throws -> (bytes: [UInt8], ending: TCPSocket.Received) {
        while true {
            switch try receive(by: deadline) {
            case .bytes(let more): pending += more
            case let ending:
                defer { pending = [] }
                return (pending, ending)
            }
        }
    }

    /// The next final answer; interim ones are counted. `method` decides whether there is a body.
    public func readAnswer(to method: String = "GET", by deadline: Deadline = .generous) throws -> RawAnswer {
        var interim: [Int] = []
        while true {
            let head = try readHead(by: deadline)
            var answer = try Self.parse(head)
            if (100..<200).contains(answer.status) && answer.status != 101 {
                interim.append(answer.status)
                continue
            }
            answer.interim = interim
            try readBody(of: &answer, to: method, by: deadline)
            return answer
        }
    }

    private func readHead(by deadline: Deadline) throws -> [UInt8] {
        let end = Array("\r\n\r\n".utf8)
        let bytes = try readUntil(by: deadline) { ByteOffset.first(of: end, in: $0) != nil }
        let length = (ByteOffset.first(of: end, in: bytes) ?? 0) + end.count
        pending.removeFirst(length)
        return Array(bytes[..<length])
    }

    private static func parse(_ head: [UInt8]) throws -> RawAnswer {
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let statusLine = lines.isEmpty ? [] : lines.removeFirst().split(separator: " ", maxSplits: 2)
        guard statusLine.count >= 2, statusLine[0].hasPrefix("HTTP/1."), let status = Int(statusLine[1]) else {
            throw TestSupportError.unexpected("no status line: \(String(decoding: head.prefix(80), as: UTF8.self))")
        }
        let fields = lines.map { field($0) }
        return RawAnswer(status: status, reason: statusLine.count > 2 ? String(statusLine[2]) : "", fields: fields)
    }

    private static func field(_ line: Substring) -> (name: String, value: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? parts[1] : ""
        let trimmed = value.drop { $0 == " " || $0 == "\t" }
        return (String(parts[0]).lowercased(), String(trimmed.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
    }

    private func readBody(of answer: inout RawAnswer, to method: String, by deadline: Deadline) throws {
        if method == "HEAD" || answer.status == 204 || answer.status == 304 { return }
        if answer.field("transfer-encoding")?.lowercased().hasSuffix("chunked") == true {
            try readChunks(into: &answer, by: deadline)
        } else if let length = answer.field("content-length").flatMap({ Int($0) }) {
            answer.ending = try fill(to: length, by: deadline) ? .complete : .aborted
            answer.body = take(min(length, pending.count))
        } else {
            let (bytes, ending) = try readToEnd(by: deadline)
            answer.body = bytes
            answer.ending = ending == .end ? .complete : .aborted
        }
    }

    private func readChunks(into answer: inout RawAnswer, by deadline: Deadline) throws {
        reading: while true {
            guard let line = try readLine(by: deadline) else { break }
            guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else {
                throw TestSupportError.unexpected("no chunk size: \(line)")
            }
            if size == 0 {
                while let trailer = try readLine(by: deadline) {
                    if trailer.isEmpty { return }
                    answer.trailers.append(Self.field(trailer[...]))
                }
                break reading
            }
            let isWhole = try fill(to: size + 2, by: deadline)
            answer.body += take(min(size, pending.count))
            guard isWhole else { break }
            _ = take(2)
        }
        answer.ending = .aborted
    }

    /// A line without its end; nil when the stream ended before it did.
    private func readLine(by deadline: Deadline) throws -> String? {
        while true {
            if let offset = ByteOffset.first(of: [0x0D, 0x0A], in: pending) {
                defer { pending.removeFirst(2) }
                return String(decoding: take(offset), as: UTF8.self)
            }
            guard try fill(to: pending.count + 1, by: deadline) else { return nil }
        }
    }

    /// Receives until `count` bytes are pending; false when the stream ended first.
    private func fill(to count: Int, by deadline: Deadline) throws -> Bool {
        while pending.count < count {
            guard case .bytes(let more) = try receive(by: deadline) else { return false }
            pending += more
        }
        return true
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }
}
