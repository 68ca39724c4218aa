internal import Bytes

/// The fields of one head: their lines and what was learned from those that frame the message.
///
/// Request and response heads hold one each and reuse it, so that a head costs no allocation once the arrays have grown.
struct FieldSection: Sendable {
    /// Whose fields they are; answers are given a little more room where real servers are sloppy and it is safe.
    enum Kind { case request, response }

    private(set) var lines: [FieldLine] = []
    /// Options of Connection other than `close`, `keep-alive` and `upgrade`.
    private(set) var connectionOptions: [ByteRange] = []
    private(set) var contentLength: UInt64?
    private(set) var isChunked = false
    private(set) var hasClose = false
    private(set) var hasKeepAlive = false
    private(set) var hasUpgradeOption = false
    private(set) var expectsContinue = false
    private var seen: UInt64 = 0
    private var repeated: UInt64 = 0

    mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        connectionOptions.removeAll(keepingCapacity: true)
        contentLength = nil
        isChunked = false
        hasClose = false
        hasKeepAlive = false
        hasUpgradeOption = false
        expectsContinue = false
        seen = 0
        repeated = 0
    }

    // MARK: Reading

    /// Reads field lines from `start` on; says where the bytes behind the empty line begin.
    mutating func parse(
        _ bytes: Span<UInt8>, from start: Int, kind: Kind, fieldsMax: Int
    ) throws(HeadStop) -> Int {
        var index = start
        while true {
            guard index < bytes.count else { throw .incomplete }
            if bytes[index] == 0x0D || bytes[index] == 0x0A {
                try FieldScanner.lineEnd(bytes, at: index, else: .bareCR)
                return index &+ 2
            }
            let (colon, known) = try FieldScanner.name(bytes, from: index)
            var valueStart = colon &+ 1
            while valueStart < bytes.count, FieldScanner.isBlank(bytes[valueStart]) { valueStart &+= 1 }
            let lineEnd = try FieldScanner.value(bytes, from: valueStart)
            var valueEnd = lineEnd
            while valueEnd > valueStart, FieldScanner.isBlank(bytes[valueEnd &- 1]) { valueEnd &-= 1 }
            guard lines.count < fieldsMax else { throw .refused(.tooManyFields) }
            let line = FieldLine(
                name: ByteRange(index, colon), value: ByteRange(valueStart, valueEnd), known: known)
            if try note(line, in: bytes, kind: kind) { lines.append(line) }
            index = lineEnd &+ 2
        }
    }

    /// Learns from a line what frames the message; says whether the line is kept.
    @inline(__always)
    private mutating func note(_ line: FieldLine, in bytes: Span<UInt8>, kind: Kind) throws(HeadStop) -> Bool {
        guard line.known != .other else { return true }
        let bit = Self.bit(line.known)
        let isRepeated = seen & bit != 0
        seen |= bit
        if isRepeated { repeated |= bit }
        let value = line.value.range
        switch line.known {
        case .contentLength: return try noteLength(bytes.extracting(value), isRepeated, kind)
        case .transferEncoding: try noteTransferEncoding(bytes.extracting(value), isRepeated)
        case .connection: try noteConnection(bytes, value)
        case .host where kind == .request: try Self.checkHost(bytes.extracting(value), isRepeated)
        case .authorization where isRepeated && kind == .request: throw .refused(.twoAuthorizations)
        case .xDSAuthorization where isRepeated && kind == .request: throw .refused(.repeatedField(.xDSAuthorization))
        case .contentType where isRepeated: throw .refused(.repeatedField(.contentType))
        case .expect where bytes.extracting(value).equalsIgnoringCase("100-continue"): expectsContinue = true
        default: break
        }
        return true
    }

    private mutating func noteLength(_ value: Span<UInt8>, _ isRepeated: Bool, _ kind: Kind) throws(HeadStop) -> Bool {
        guard let length = ContentLength.parse(value) else { throw .refused(.badContentLength) }
        guard isRepeated else {
            contentLength = length
            return true
        }
        guard kind == .response, length == contentLength else { throw .refused(.twoContentLengths) }
        return false
    }

    private mutating func noteTransferEncoding(_ value: Span<UInt8>, _ isRepeated: Bool) throws(HeadStop) {
        guard !isRepeated, value.equalsIgnoringCase("chunked") else { throw .refused(.badTransferEncoding) }
        isChunked = true
    }

    private mutating func noteConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(HeadStop) {
        var start = value.lowerBound
        while start <= value.upperBound {
            var end = start
            while end < value.upperBound, bytes[end] != 0x2C { end &+= 1 }
            let option = FieldScanner.trimmed(bytes, start..<end)
            if !option.isEmpty { try noteOption(bytes.extracting(option), at: option.lowerBound) }
            start = end &+ 1
        }
    }

    private mutating func noteOption(_ option: Span<UInt8>, at start: Int) throws(HeadStop) {
        if option.equalsIgnoringCase("close") {
            hasClose = true
        } else if option.equalsIgnoringCase("keep-alive") {
            hasKeepAlive = true
        } else if option.equalsIgnoringCase("upgrade") {
            hasUpgradeOption = true
        } else {
            for index in option.indices where !ByteClass.isToken(option[index]) { throw .refused(.badConnection) }
            connectionOptions.append(ByteRange(start, start &+ option.count))
        }
    }

    private static func checkHost(_ value: Span<UInt8>, _ isRepeated: Bool) throws(HeadStop) {
        guard !isRepeated else { throw .refused(.twoHosts) }
        guard HostGrammar.isValid(value) else { throw .refused(.badHost) }
    }

    /// The rules that need all fields (RFC 9112 6.1, 6.3).
    func checkFraming(_ version: HTTPVersion) throws(HeadStop) {
        guard isChunked else { return }
        guard contentLength == nil else { throw .refused(.lengthAndTransferEncoding) }
        guard version == .http11 else { throw .refused(.transferEncodingInHTTP10) }
    }

    // MARK: Asking

    @inline(__always)
    private static func bit(_ name: FieldName) -> UInt64 { 1 &<< UInt64(name.rawValue) }

    @inline(__always)
    func has(_ name: FieldName) -> Bool { seen & Self.bit(name) != 0 }

    func isRepeated(_ name: FieldName) -> Bool { repeated & Self.bit(name) != 0 }

    func keepsAlive(_ version: HTTPVersion) -> Bool {
        !hasClose && (version == .http11 || hasKeepAlive)
    }

    /// The value of the first line with a well-known name.
    func first(_ name: FieldName) -> Range<Int>? {
        guard has(name) else { return nil }
        return lines.first { $0.known == name }?.value.range
    }

    /// The value of the first line whose name is `name`, given in lower case.
    func first(_ name: StaticString, in bytes: Span<UInt8>) -> Range<Int>? {
        for line in lines where line.name.count == name.utf8CodeUnitCount {
            if bytes.extracting(line.name.range).equalsIgnoringCase(name) { return line.value.range }
        }
        return nil
    }

    /// Connection names this field, so that it ends at this hop (RFC 9110 7.6.1).
    func isNamedByConnection(_ line: FieldLine, in bytes: Span<UInt8>) -> Bool {
        guard !connectionOptions.isEmpty else { return false }
        return connectionOptions.contains { Self.sameName(bytes, $0.range, line.name.range) }
    }

    private static func sameName(_ bytes: Span<UInt8>, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        for offset in 0..<a.count {
            let left = bytes[a.lowerBound &+ offset].lowercasedASCII
            if left != bytes[b.lowerBound &+ offset].lowercasedASCII { return false }
        }
        return true
    }
}
