internal import Bytes
internal import Crypto
internal import JSON
internal import Web

/// A request's body, read as the one JSON object that every writing endpoint takes.
///
/// Fields are found by name in any case of letters, as Go's `encoding/json` does (an exact match wins); what no one asks for is
/// ignored. A `null` is a field that is absent. The text stays in confidential memory and is wiped with this value.
struct JSONBody: ~Copyable {
    /// The same limit as the listener's, for planes that are asked without one.
    static let bytesMax = 2 << 20

    private let document: JSONDocument

    init(of request: WebRequest) throws(BodyError) {
        guard MediaType.isJSON(request.field("content-type")) else { throw .notJSON }
        try self.init(parsing: request.takeBody())
    }

    init(parsing bytes: consuming ByteBuffer) throws(BodyError) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        let document = try Self.document(bytes)
        guard document.kind(of: document.root) == .object else { throw .notAnObject }
        self.document = document
    }

    private static func document(_ bytes: consuming ByteBuffer) throws(BodyError) -> JSONDocument {
        do {
            return try JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytesMax))
        } catch {
            throw .malformed(error)
        }
    }

    // MARK: Fields

    func string(_ field: String) throws(BodyError) -> String? {
        guard let node = node(field) else { return nil }
        guard let value = document.string(node) else { throw .wrongType(field: field, expected: .string) }
        return value
    }

    /// A string that must be there and not be empty.
    func requiredString(_ field: String) throws(BodyError) -> String {
        guard let value = try string(field), !value.isEmpty else { throw .missing(field: field) }
        return value
    }

    func bool(_ field: String) throws(BodyError) -> Bool? {
        guard let node = node(field) else { return nil }
        guard let value = document.bool(node) else { throw .wrongType(field: field, expected: .boolean) }
        return value
    }

    /// `object` is one of those that `objects` gave; the body itself unless given.
    func integer(_ field: String, of object: JSONNode? = nil) throws(BodyError) -> Int64? {
        guard let node = node(field, of: object) else { return nil }
        guard let value = document.int64(node) else { throw .wrongType(field: field, expected: .integer) }
        return value
    }

    /// Whatever the field holds, number text and key order kept.
    func value(_ field: String) -> JSONValue? {
        node(field).map { document.value($0) }
    }

    /// Whether the field is there and not null.
    func has(_ field: String, of object: JSONNode) -> Bool { node(field, of: object) != nil }

    /// The objects of an array, to be asked for their own fields; none when there is no such field.
    func objects(_ field: String, max: Int) throws(BodyError) -> [JSONNode] {
        guard let node = node(field) else { return [] }
        guard document.kind(of: node) == .array else { throw .wrongType(field: field, expected: .objects) }
        let elements = document.elements(of: node)
        guard elements.count <= max, elements.allSatisfy({ document.kind(of: $0) == .object }) else {
            throw .wrongType(field: field, expected: .objects)
        }
        return elements
    }

    // MARK: Secrets

    /// A string that never becomes a `String`.
    func secret(_ field: String) throws(BodyError) -> SecretBytes? {
        guard let node = node(field) else { return nil }
        return try secret(at: node, named: field)
    }

    /// A secret that must be there and not be empty.
    func requiredSecret(_ field: String) throws(BodyError) -> SecretBytes {
        guard let value = try secret(field), value.count > 0 else { throw .missing(field: field) }
        return value
    }

    /// The members of an object of secrets, in the order of the text; a null member is an empty secret.
    func secrets(
        _ field: String, of object: JSONNode? = nil
    ) throws(BodyError) -> [(name: String, value: SecretBytes)] {
        guard let node = node(field, of: object) else { return [] }
        guard document.kind(of: node) == .object else { throw .wrongType(field: field, expected: .object) }
        var secrets: [(name: String, value: SecretBytes)] = []
        for member in document.members(of: node) {
            secrets.append((member.key, try secret(at: member.node, named: "\(field).\(member.key.prefix(64))")))
        }
        return secrets
    }

    private func secret(at node: JSONNode, named name: String) throws(BodyError) -> SecretBytes {
        var text = ByteBuffer(kind: .confidential)
        guard document.kind(of: node) == .null || document.appendString(node, to: &text) else {
            throw .wrongType(field: name, expected: .string)
        }
        return SecretBytes(copying: text.span)
    }

    private func node(_ field: String, of object: JSONNode? = nil) -> JSONNode? {
        guard let node = document.memberIgnoringCase(field, of: object ?? document.root) else { return nil }
        return document.kind(of: node) == .null ? nil : node
    }
}
