internal import Bytes

/// Walks over one text token by token, for answers that are too big for a tree: nothing is kept but the place.
///
/// The reader says what it expects; anything else is an error. An array is read as `enterArray`, then `nextElement` and a value until
/// there is none; an object as `enterObject`, then `nextKey` and a value. Grammar as in `JSONScanner`, but that a key may occur twice.
public struct JSONCursor: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    /// Bytes from the start of the text.
    public private(set) var offset = 0
    /// Nothing was read of the array or object that was entered last.
    private var isAtStart = false

    /// Arrays and objects inside one another that `skip` passes over, inclusive.
    private static let depthMax = 64

    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// What stands next.
    public mutating func kind() throws(JSONError) -> JSONKind {
        switch try peek() {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), 0x30...0x39: return .number
        default: throw JSONError(.unexpectedByte, at: offset)
        }
    }

    /// The end of the text: nothing but white space follows.
    public mutating func end() throws(JSONError) {
        offset = JSONGrammar.skipSpace(in: bytes, from: offset)
        guard offset == bytes.count else { throw JSONError(.trailingBytes, at: offset) }
    }

    /// Goes on at `offset`, behind an element that the caller has read by itself from the bytes.
    public mutating func resume(at offset: Int) {
        precondition(offset >= self.offset && offset <= bytes.count)
        self.offset = offset
        isAtStart = false
    }

    // MARK: Arrays and objects

    public mutating func enterArray() throws(JSONError) { try enter(UInt8(ascii: "[")) }

    public mutating func enterObject() throws(JSONError) { try enter(UInt8(ascii: "{")) }

    /// An element follows; false when the array has ended.
    public mutating func nextElement() throws(JSONError) -> Bool { try next(UInt8(ascii: "]")) }

    /// The key of the member whose value follows; nothing when the object has ended.
    public mutating func nextKey() throws(JSONError) -> JSONStringToken? {
        guard try next(UInt8(ascii: "}")) else { return nil }
        let key = try string()
        try expect(UInt8(ascii: ":"))
        return key
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONError) {
        try expect(bracket)
        isAtStart = true
    }

    private mutating func next(_ bracket: UInt8) throws(JSONError) -> Bool {
        if try peek() == bracket {
            offset += 1
            isAtStart = false
            return false
        }
        if !isAtStart { try expect(UInt8(ascii: ",")) }
        isAtStart = false
        // Behind a comma something must follow.
        guard try peek() != bracket else { throw JSONError(.unexpectedByte, at: offset) }
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw JSONError(.unexpectedByte, at: offset) }
        offset += 1
    }

    /// The next byte that is no white space.
    private mutating func peek() throws(JSONError) -> UInt8 {
        offset = JSONGrammar.skipSpace(in: bytes, from: offset)
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        return bytes[offset]
    }

    // MARK: Scalars

    public mutating func string() throws(JSONError) -> JSONStringToken {
        guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: offset) }
        let (end, isEscaped) = try JSONGrammar.stringEnd(in: bytes, from: offset)
        let token = JSONStringToken(inside: offset + 1..<end - 1, isEscaped: isEscaped)
        offset = end
        return token
    }

    /// Where the number's text stands.
    public mutating func number() throws(JSONError) -> Range<Int> {
        guard try kind() == .number else { throw JSONError(.unexpectedByte, at: offset) }
        let start = offset
        offset = try JSONGrammar.numberEnd(in: bytes, from: start)
        return start..<offset
    }

    /// What a string of this text stands for.
    public func text(_ token: JSONStringToken) -> String {
        guard token.isEscaped else { return String(scanned: bytes.extracting(token.inside)) }
        var buffer = ByteBuffer(capacity: token.inside.count)
        JSONEscape.append(token.inside, of: bytes, to: &buffer)
        return String(scanned: buffer.span)
    }

    /// A key is written as `name`, which needs no escape.
    public func isKey(_ token: JSONStringToken, _ name: StaticString) -> Bool {
        token.isEscaped ? text(token) == "\(name)" : bytes.extracting(token.inside).equals(name)
    }

    // MARK: Any value

    /// An owned copy of the value that follows.
    public mutating func value(limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
        let range = try skip()
        return try JSONValue(parsing: bytes.extracting(range), limits: limits)
    }

    /// Passes over the value that follows and says where it stands.
    @discardableResult
    public mutating func skip() throws(JSONError) -> Range<Int> {
        _ = try peek()
        let start = offset
        var open = OpenBrackets()
        repeat {
            try skipToken(&open)
            while let isObject = open.innermost {
                guard try isObject ? nextKey() == nil : !nextElement() else { break }
                open.close()
            }
        } while open.innermost != nil
        return start..<offset
    }

    private mutating func skipToken(_ open: inout OpenBrackets) throws(JSONError) {
        switch try kind() {
        case .object, .array:
            guard open.depth < Self.depthMax else { throw JSONError(.tooDeep, at: offset) }
            open.open(isObject: bytes[offset] == UInt8(ascii: "{"))
            offset += 1
            isAtStart = true
        case .string: _ = try string()
        case .number: _ = try number()
        case .bool: try word(bytes[offset] == UInt8(ascii: "t") ? "true" : "false")
        case .null: try word("null")
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        guard bytes.extracting(offset..<bytes.count).starts(with: word) else {
            throw JSONError(.unexpectedByte, at: offset)
        }
        offset += word.utf8CodeUnitCount
    }
}

/// Up to 64 brackets that are open, the innermost in the lowest bit: set for an object.
private struct OpenBrackets {
    private var kinds: UInt64 = 0
    private(set) var depth = 0

    /// Whether the innermost is an object.
    var innermost: Bool? { depth == 0 ? nil : kinds & 1 == 1 }

    mutating func open(isObject: Bool) {
        kinds = kinds << 1 | (isObject ? 1 : 0)
        depth += 1
    }

    mutating func close() {
        kinds >>= 1
        depth -= 1
    }
}
