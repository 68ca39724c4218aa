public import Bytes

/// A checked text that stays as bytes: nodes are places in a confidential buffer, so that a secret in the text becomes a
/// `String` only when asked for, and is wiped with the document.
public struct JSONDocument: ~Copyable {
    private let bytes: ByteBuffer
    private let tape: JSONTape

    /// Takes `text` over. A plain buffer is copied into a confidential one and wiped, also when the text is refused.
    public init(parsing text: consuming ByteBuffer, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let bytes = Self.confidential(text)
        tape = try Self.tape(of: bytes, limits: limits)
        self.bytes = bytes
    }

    private static func tape(of text: borrowing ByteBuffer, limits: JSONLimits) throws(JSONError) -> JSONTape {
        try JSONTape(scanning: text.span, limits: limits)
    }

    private static func confidential(_ text: consuming ByteBuffer) -> ByteBuffer {
        guard text.kind == .plain else { return text }
        var copy = ByteBuffer(capacity: text.count, kind: .confidential)
        copy.append(text.span)
        text.wipe()
        return copy
    }

    public var root: JSONNode { JSONNode(index: 0) }

    public func kind(of node: JSONNode) -> JSONKind { tape.entries[node.index].kind }

    // MARK: Inside arrays and objects

    /// The member's value; nothing when there is none or `node` is no object.
    public func member(_ key: String, of node: JSONNode) -> JSONNode? {
        guard kind(of: node) == .object else { return nil }
        return tape.member(key.utf8.span, of: node.index, in: bytes.span).map { JSONNode(index: $0) }
    }

    /// The same for an ASCII key in any case, as Go's `encoding/json` finds fields: an exact match wins, then the last.
    public func memberIgnoringCase(_ key: String, of node: JSONNode) -> JSONNode? {
        guard kind(of: node) == .object else { return nil }
        return tape.memberIgnoringCase(key.utf8.span, of: node.index, in: bytes.span).map { JSONNode(index: $0) }
    }

    /// In the order of the text; empty when `node` is no object.
    public func members(of node: JSONNode) -> [(key: String, node: JSONNode)] {
        guard kind(of: node) == .object else { return [] }
        let children = tape.children(of: node.index)
        return stride(from: 0, to: children.count, by: 2).map { place in
            (tape.string(at: children[place], in: bytes.span), JSONNode(index: children[place + 1]))
        }
    }

    /// Empty when `node` is no array.
    public func elements(of node: JSONNode) -> [JSONNode] {
        guard kind(of: node) == .array else { return [] }
        return tape.children(of: node.index).map { JSONNode(index: $0) }
    }

    // MARK: Scalars: nothing when the node is of another kind

    public func bool(_ node: JSONNode) -> Bool? {
        kind(of: node) == .bool ? tape.bool(at: node.index, in: bytes.span) : nil
    }

    /// A copy that is not wiped: for secrets use `appendString`.
    public func string(_ node: JSONNode) -> String? {
        kind(of: node) == .string ? tape.string(at: node.index, in: bytes.span) : nil
    }

    /// Appends what a string stands for as UTF-8; false, and nothing appended, when the node is no string.
    public func appendString(_ node: JSONNode, to buffer: inout ByteBuffer) -> Bool {
        guard kind(of: node) == .string else { return false }
        JSONEscape.append(tape.entries[node.index].inside, of: bytes.span, to: &buffer)
        return true
    }

    /// The number as it was written.
    public func numberText(_ node: JSONNode) -> String? {
        kind(of: node) == .number ? tape.token(at: node.index, in: bytes.span) : nil
    }

    /// Only for an integer written as one and within range (see `JSONNumber.int64`).
    public func int64(_ node: JSONNode) -> Int64? { numberText(node).flatMap { Int64($0) } }

    /// An owned copy of the subtree. Not wiped: cut secrets out first or never ask.
    public func value(_ node: JSONNode) -> JSONValue { tape.value(at: node.index, in: bytes.span) }
}
