internal import Bytes

/// The shape of one text: a run of entries in the order of the text. Holds offsets and no byte of it; whoever asks brings
/// the bytes.
struct JSONTape {
    struct Entry {
        /// The token with its quotes or brackets, from byte `start` to before `end`.
        var start: UInt32
        var end: UInt32
        /// The entry behind this one and all that is inside it.
        var next: UInt32
        var kind: JSONKind
        /// A string that must be unescaped.
        var isEscaped: Bool

        /// A string's bytes between its quotes.
        var inside: Range<Int> { Int(start) + 1..<Int(end) - 1 }
        var token: Range<Int> { Int(start)..<Int(end) }
    }

    /// An object is followed by key, value, key, value; an array by its elements.
    let entries: [Entry]

    init(scanning bytes: Span<UInt8>, limits: JSONLimits) throws(JSONError) {
        var scanner = JSONScanner(bytes, limits: limits)
        try scanner.scan()
        entries = scanner.entries
    }

    /// The entries directly inside the array or object at `index`.
    func children(of index: Int) -> [Int] {
        var children: [Int] = []
        var child = index + 1
        while child < entries[index].next {
            children.append(child)
            child = Int(entries[child].next)
        }
        return children
    }

    // MARK: Text

    func string(at index: Int, in bytes: Span<UInt8>) -> String {
        let entry = entries[index]
        guard entry.isEscaped else { return String(scanned: bytes.extracting(entry.inside)) }
        var buffer = ByteBuffer(capacity: entry.inside.count)
        JSONEscape.append(entry.inside, of: bytes, to: &buffer)
        let text = String(scanned: buffer.span)
        buffer.wipe()
        return text
    }

    func token(at index: Int, in bytes: Span<UInt8>) -> String {
        String(scanned: bytes.extracting(entries[index].token))
    }

    func bool(at index: Int, in bytes: Span<UInt8>) -> Bool { bytes[Int(entries[index].start)] == UInt8(ascii: "t") }

    // MARK: Values

    /// The subtree at `index`, owned. Recursion is bounded by the depth limit of the scan.
    func value(at index: Int, in bytes: Span<UInt8>) -> JSONValue {
        switch entries[index].kind {
        case .null: .null
        case .bool: .bool(bool(at: index, in: bytes))
        case .number: .number(JSONNumber(scanned: token(at: index, in: bytes)))
        case .string: .string(string(at: index, in: bytes))
        case .array: .array(elements(of: index, in: bytes))
        case .object: .object(object(at: index, in: bytes))
        }
    }

    private func elements(of index: Int, in bytes: Span<UInt8>) -> [JSONValue] {
        var elements: [JSONValue] = []
        var element = index + 1
        while element < entries[index].next {
            elements.append(value(at: element, in: bytes))
            element = Int(entries[element].next)
        }
        return elements
    }

    private func object(at index: Int, in bytes: Span<UInt8>) -> JSONObject {
        var members: [JSONObject.Member] = []
        var key = index + 1
        while key < entries[index].next {
            let value = value(at: key + 1, in: bytes)
            members.append(JSONObject.Member(key: string(at: key, in: bytes), value: value))
            key = Int(entries[key + 1].next)
        }
        return JSONObject(members: members)
    }
}
