import CNGHTTP2

/// The client's end of an HTTP/2 connection as frames, right and wrong ones. What it sends, a test writes byte by byte; heads of answers
/// are read by nghttp2's own HPACK.
public final class HTTP2Client {
    public struct Frame: Sendable, Equatable {
        public var type: UInt8
        public var flags: UInt8
        public var stream: UInt32
        public var payload: [UInt8]

        public init(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
            (self.type, self.flags, self.stream, self.payload) = (type, flags, stream, payload)
        }

        public var bytes: [UInt8] {
            let count = payload.count
            return [UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF), type, flags]
                + HTTP2Client.word(stream) + payload
        }

        /// The code of RST_STREAM, and of GOAWAY behind its stream.
        public var code: UInt32 {
            let start = type == HTTP2Client.goAway ? 4 : 0
            guard payload.count >= start + 4 else { return .max }
            return payload[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }

        public var endsStream: Bool { flags & 1 != 0 }
    }

    /// What came for one stream.
    public struct Answer: Sendable {
        public var fields: [(name: String, value: String)] = []
        public var interim: [Int] = []
        public var body: [UInt8] = []
        /// The fields behind the body.
        public var trailers: [(name: String, value: String)] = []
        public var isWhole = false
        /// The code of a RST_STREAM.
        public var reset: UInt32?

        public var status: Int { field(":status").flatMap { Int($0) } ?? 0 }
        public var text: String { String(decoding: body, as: UTF8.self) }

        public func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    public static let data: UInt8 = 0
    public static let headers: UInt8 = 1
    public static let priority: UInt8 = 2
    public static let resetStream: UInt8 = 3
    public static let settings: UInt8 = 4
    public static let pushPromise: UInt8 = 5
    public static let ping: UInt8 = 6
    public static let goAway: UInt8 = 7
    public static let windowUpdate: UInt8 = 8
    public static let continuation: UInt8 = 9

    public static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    public let tls: TLSClient
    private var pending: [UInt8] = []
    private var inflater: OpaquePointer?
    /// By stream.
    public private(set) var answers: [UInt32: Answer] = [:]
    public private(set) var goneAway: Frame?
    /// By stream: how many bytes the server has made room for since the start, beyond the first window.
    public private(set) var openedBytes: [UInt32: Int] = [:]
    /// Bodies that come make room for more.
    public var opensWindows = true
    /// A PING of the server's is answered.
    public var answersPings = true
    /// Every GOAWAY, the last stream that it names with it.
    public private(set) var farewells: [UInt32] = []

    /// Connects, agrees upon HTTP/2 and says hello unless a test wants to say something else.
    public init(port: UInt16, hello: [UInt8]? = nil) throws {
        tls = try TLSClient(connectingTo: port, TLSClient.Options { $0.protocols = ["h2", "http/1.1"] })
        guard tls.agreedProtocol == "h2", nghttp2_hd_inflate_new(&inflater) == 0 else {
            throw TestSupportError.unexpected("the server speaks \(tls.agreedProtocol ?? "nothing")")
        }
        try tls.send(hello ?? Self.preface + Frame(Self.settings).bytes)
    }

    deinit { nghttp2_hd_inflate_del(inflater) }

    // MARK: Sending

    public func send(_ frames: Frame...) throws { try tls.send(frames.flatMap(\.bytes)) }

    /// For what the server may have hung up on.
    public func sendTolerant(_ bytes: [UInt8]) {
        do { try tls.send(bytes) } catch {}
    }

    public static func word(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Fields as HPACK literals without indexing, names and values as they stand.
    public static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + string($0.0) + string($0.1) }
    }

    private static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var (length, rest) = ([UInt8(127)], bytes.count - 127)
        while rest >= 128 {
            length.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return length + [UInt8(rest)] + bytes
    }

    public static func request(_ method: String, _ path: String, _ fields: [(String, String)] = []) -> [UInt8] {
        block([(":method", method), (":scheme", "https"), (":authority", "localhost"), (":path", path)] + fields)
    }

    /// A whole request, or its head when there is a body to come.
    public func ask(
        _ method: String, _ path: String, stream: UInt32, fields: [(String, String)] = [], ends: Bool = true
    ) throws {
        try send(Frame(Self.headers, flags: ends ? 5 : 4, stream: stream, Self.request(method, path, fields)))
    }

    /// A body in frames of up to 16 KiB; the test keeps to the windows, 64 KiB for all until the server opens them.
    public func sendBody(_ body: [UInt8], stream: UInt32, ends: Bool = true) throws {
        for start in stride(from: 0, to: max(body.count, 1), by: 16_384) {
            let piece = Array(body[start..<min(start + 16_384, body.count)])
            let isLast = start + 16_384 >= body.count
            try send(Frame(Self.data, flags: isLast && ends ? 1 : 0, stream: stream, piece))
        }
    }

    // MARK: Receiving

    /// The next frame, noted; nil when the connection ended.
    public func next(by deadline: Deadline = .generous) throws -> Frame? {
        while true {
            if let frame = try parse() { return frame }
            guard case .bytes(let more) = try tls.receive(by: deadline) else { return nil }
            pending += more
        }
    }

    /// Reads on until `stream` has its answer, or will get none.
    public func answer(on stream: UInt32, by deadline: Deadline = .generous) throws -> Answer {
        while true {
            if let answer = answers[stream], answer.isWhole || answer.reset != nil { return answer }
            guard try next(by: deadline) != nil else {
                throw TestSupportError.ended(during: "the answer on stream \(stream)")
            }
        }
    }

    /// Reads on until the connection ends; the code of GOAWAY, nil without one.
    public func end(by deadline: Deadline = .generous) throws -> UInt32? {
        while try next(by: deadline) != nil {}
        return goneAway?.code
    }

    private func parse() throws -> Frame? {
        guard pending.count >= 9 else { return nil }
        let length = Int(pending[0]) << 16 | Int(pending[1]) << 8 | Int(pending[2])
        guard pending.count >= 9 + length else { return nil }
        let stream = pending[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let frame = Frame(pending[3], flags: pending[4], stream: stream, Array(pending[9..<9 + length]))
        pending.removeFirst(9 + length)
        try note(frame)
        return frame
    }

    private func note(_ frame: Frame) throws {
        switch frame.type {
        case Self.settings where frame.flags & 1 == 0: sendTolerant(Frame(Self.settings, flags: 1).bytes)
        case Self.ping where frame.flags & 1 == 0 && answersPings:
            sendTolerant(Frame(Self.ping, flags: 1, frame.payload).bytes)
        case Self.goAway:
            goneAway = frame
            farewells.append(frame.payload.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        case Self.windowUpdate:
            openedBytes[frame.stream, default: 0] += Int(frame.payload.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        case Self.resetStream: answers[frame.stream, default: Answer()].reset = frame.code
        case Self.headers: noteFields(try inflate(frame.payload), frame)
        case Self.data:
            answers[frame.stream, default: Answer()].body += frame.payload
            answers[frame.stream, default: Answer()].isWhole = frame.endsStream
            guard opensWindows, !frame.payload.isEmpty else { return }
            let room = Self.word(UInt32(frame.payload.count))
            sendTolerant(Frame(Self.windowUpdate, room).bytes)
            if !frame.endsStream { sendTolerant(Frame(Self.windowUpdate, stream: frame.stream, room).bytes) }
        default: return
        }
    }

    private func noteFields(_ fields: [(name: String, value: String)], _ frame: Frame) {
        var answer = answers[frame.stream, default: Answer()]
        let status = fields.first.flatMap { $0.name == ":status" ? Int($0.value) : nil }
        switch status {
        case nil: answer.trailers = fields
        case .some(let status) where status < 200: answer.interim.append(status)
        case .some: answer.fields = fields
        }
        answer.isWhole = frame.endsStream
        answers[frame.stream] = answer
    }

    private func inflate(_ block: [UInt8]) throws -> [(name: String, value: String)] {
        var fields: [(String, String)] = []
        var index = 0
        while true {
            var (field, flags) = (nghttp2_nv(), Int32(0))
            let count = block[index...].withUnsafeBufferPointer {
                nghttp2_hd_inflate_hd2(inflater, &field, &flags, $0.baseAddress, $0.count, 1)
            }
            guard count >= 0 else { throw TestSupportError.unexpected("a head that HPACK cannot read: \(count)") }
            index += count
            if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 {
                let name = UnsafeBufferPointer(start: field.name, count: field.namelen)
                let value = UnsafeBufferPointer(start: field.value, count: field.valuelen)
                fields.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
            }
            if flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0 {
                nghttp2_hd_inflate_end_headers(inflater)
                return fields
            }
            if count == 0 && flags == 0 { return fields }
        }
    }
}

extension HTTP2Client.Frame {
    public init(_ type: UInt8, _ payload: [UInt8]) { self.init(type, flags: 0, stream: 0, payload) }
}
