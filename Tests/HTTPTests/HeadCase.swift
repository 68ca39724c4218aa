import HTTP
import Testing

/// A head, and what is wrong with it.
struct RefusedHead: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let error: HeadError

    init(_ name: String, _ text: String, _ error: HeadError) {
        self.init(name, Array(text.utf8), error)
    }

    init(_ name: String, _ bytes: [UInt8], _ error: HeadError) {
        testDescription = name
        self.bytes = bytes
        self.error = error
    }

    /// A request with one odd field line, without its line end.
    init(field name: String, _ line: String, _ error: HeadError) {
        self.init(name, "GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n", error)
    }

    /// A request with an odd target.
    init(target name: String, _ target: String, _ error: HeadError = .badTarget) {
        self.init(name, "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", error)
    }

    /// A request with an odd Host.
    init(host: String, _ error: HeadError = .badHost) {
        self.init("Host: \(host)", "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", error)
    }
}

/// A head that is taken, and what it means.
struct AcceptedHead: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let path: String
    var query: String?
    var framing = BodyFraming.none
    var keepAlive = true

    init(
        _ name: String, _ text: String, path: String = "/", query: String? = nil, framing: BodyFraming = .none,
        keepAlive: Bool = true
    ) {
        testDescription = name
        bytes = Array(text.utf8)
        self.path = path
        self.query = query
        self.framing = framing
        self.keepAlive = keepAlive
    }
}

extension [UInt8] {
    func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }
}

/// The same questions over arrays: a span cannot be captured by an expectation.
extension RequestHead {
    mutating func read(_ bytes: [UInt8], limits: HeadLimits = HeadLimits(), seenBefore: Int = 0) -> HeadProgress {
        parse(bytes.span, limits: limits, seenBefore: seenBefore)
    }
}

extension ResponseHead {
    mutating func read(_ bytes: [UInt8], answering method: HTTPMethod = .get, seenBefore: Int = 0) -> HeadProgress {
        parse(bytes.span, answering: method, seenBefore: seenBefore)
    }
}

extension ChunkedDecoder {
    mutating func read(_ bytes: [UInt8], from start: Int) -> ChunkedPiece { next(bytes.span, from: start) }
}

extension HTTPMethod {
    init(text: [UInt8]) { self.init(text.span) }
}

extension PercentCoding {
    static func decode(text: String) -> String? { decode(Array(text.utf8).span) }
}
