/// The field lines behind the last chunk of a body (RFC 9112 7.1.2) as offsets into their bytes. They are no part of the head, and
/// nothing that a head decides may be read out of them.
public struct TrailerSection: Sendable {
    public let bytes: [UInt8]
    /// In the order they were sent.
    public let fields: [FieldLine]

    /// For what `ChunkedDecoder` kept: whole lines, each with its line end, without the empty one. Nothing when it is anything else.
    public init?(_ bytes: [UInt8]) {
        var fields: [FieldLine] = []
        var start = 0
        while start < bytes.count {
            guard let (line, next) = try? Self.line(bytes.span, from: start) else { return nil }
            fields.append(line)
            start = next
        }
        self.bytes = bytes
        self.fields = fields
    }

    /// The line at `start`, and where the next begins.
    private static func line(_ bytes: Span<UInt8>, from start: Int) throws(HeadStop) -> (FieldLine, Int) {
        // Not by words: the last bytes are near.
        let (colon, known) = try FieldScanner.unrecognisedName(bytes, from: start)
        let end = try FieldScanner.value(bytes, from: colon &+ 1)
        let value = FieldScanner.trimmed(bytes, colon &+ 1..<end)
        let line = FieldLine(
            name: ByteRange(start, colon), value: ByteRange(value.lowerBound, value.upperBound), known: known)
        return (line, end &+ 2)
    }
}
