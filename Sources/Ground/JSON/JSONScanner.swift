internal import Bytes

/// Checks one text and writes its tape in a single pass, without recursion: what is open stands in an array.
///
/// Strict RFC 8259: UTF-8 without byte order mark, one value, no byte behind it but white space, no leading zeros, no raw
/// control characters, no duplicate keys.
struct JSONScanner: ~Copyable, ~Escapable {
    /// What may come next, white space aside.
    private enum Expectation {
        case value, elementOrEnd, key, keyOrEnd, separatorOrEnd, nothing
    }

    private let bytes: Span<UInt8>
    private let depthMax: Int
    private let nodesMax: Int
    private let bytesMax: Int
    private(set) var entries: [JSONTape.Entry] = []
    private var open: [Int] = []
    private var offset = 0
    private var keys = JSONKeyCheck()

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        depthMax = min(limits.depthMax, JSONLimits.depthCeiling)
        nodesMax = limits.nodesMax
        bytesMax = max(0, min(limits.bytesMax, Int(UInt32.max) - 1))
    }

    mutating func scan() throws(JSONError) {
        guard bytes.count <= bytesMax else { throw JSONError(.tooManyBytes, at: bytesMax) }
        entries.reserveCapacity(min(nodesMax, bytes.count / 8 + 1))
        var expectation = Expectation.value
        while true {
            offset = JSONGrammar.skipSpace(in: bytes, from: offset)
            guard offset < bytes.count else { break }
            expectation = try step(expectation, bytes[offset])
        }
        guard case .nothing = expectation else { throw JSONError(.unexpectedEnd, at: offset) }
    }

    @inline(__always)
    private mutating func step(_ expectation: Expectation, _ byte: UInt8) throws(JSONError) -> Expectation {
        switch expectation {
        case .value:
            return try value(byte)
        case .elementOrEnd:
            return byte == UInt8(ascii: "]") ? close() : try value(byte)
        case .key:
            return try key(byte)
        case .keyOrEnd:
            return byte == UInt8(ascii: "}") ? close() : try key(byte)
        case .separatorOrEnd:
            return try separatorOrEnd(byte)
        case .nothing:
            throw JSONError(.trailingBytes, at: offset)
        }
    }

    // MARK: Values

    private mutating func value(_ byte: UInt8) throws(JSONError) -> Expectation {
        switch byte {
        case UInt8(ascii: "\""):
            try string()
        case UInt8(ascii: "-"), 0x30...0x39:
            try add(.number, end: JSONGrammar.numberEnd(in: bytes, from: offset))
        case UInt8(ascii: "{"):
            return try begin(.object)
        case UInt8(ascii: "["):
            return try begin(.array)
        case UInt8(ascii: "t"):
            try word("true", .bool)
        case UInt8(ascii: "f"):
            try word("false", .bool)
        case UInt8(ascii: "n"):
            try word("null", .null)
        default:
            throw JSONError(.unexpectedByte, at: offset)
        }
        return afterValue
    }

    private mutating func string() throws(JSONError) {
        let (end, isEscaped) = try JSONGrammar.stringEnd(in: bytes, from: offset)
        try add(.string, end: end, isEscaped: isEscaped)
    }

    private mutating func word(_ word: StaticString, _ kind: JSONKind) throws(JSONError) {
        guard bytes.extracting(offset..<bytes.count).starts(with: word) else {
            throw JSONError(.unexpectedByte, at: offset)
        }
        try add(kind, end: offset + word.utf8CodeUnitCount)
    }

    private mutating func key(_ byte: UInt8) throws(JSONError) -> Expectation {
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: offset) }
        try string()
        offset = JSONGrammar.skipSpace(in: bytes, from: offset)
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        guard bytes[offset] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: offset) }
        offset += 1
        return .value
    }

    // MARK: Arrays and objects

    private mutating func begin(_ kind: JSONKind) throws(JSONError) -> Expectation {
        guard open.count < depthMax else { throw JSONError(.tooDeep, at: offset) }
        open.append(entries.count)
        try add(kind, end: offset + 1)
        return kind == .object ? .keyOrEnd : .elementOrEnd
    }

    private mutating func separatorOrEnd(_ byte: UInt8) throws(JSONError) -> Expectation {
        guard let container = open.last else { return .nothing }
        let isObject = entries[container].kind == .object
        if byte == UInt8(ascii: ",") {
            offset += 1
            return isObject ? .key : .value
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw JSONError(.unexpectedByte, at: offset)
        }
        if isObject { try keys.check(container, entries, in: bytes) }
        return close()
    }

    private mutating func close() -> Expectation {
        offset += 1
        if let container = open.popLast() {
            entries[container].end = UInt32(truncatingIfNeeded: offset)
            entries[container].next = UInt32(truncatingIfNeeded: entries.count)
        }
        return afterValue
    }

    private var afterValue: Expectation { open.isEmpty ? .nothing : .separatorOrEnd }

    /// Adds the token from the current offset to `end`, which becomes the current offset.
    private mutating func add(_ kind: JSONKind, end: Int, isEscaped: Bool = false) throws(JSONError) {
        guard entries.count < nodesMax else { throw JSONError(.tooManyNodes, at: offset) }
        entries.append(
            JSONTape.Entry(
                start: UInt32(truncatingIfNeeded: offset), end: UInt32(truncatingIfNeeded: end),
                next: UInt32(truncatingIfNeeded: entries.count + 1), kind: kind, isEscaped: isEscaped))
        offset = end
    }
}
