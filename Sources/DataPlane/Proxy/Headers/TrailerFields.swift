internal import Bytes
internal import Catalog
internal import HTTP

/// Which fields behind a chunked body go on, as trailers and never as anything else (RFC 9110 6.5). They come when all is decided, so
/// that none may bear a name by which something could have been decided, here or by whoever reads on: what is dropped of a head's fields is
/// dropped of these, and more.
enum TrailerFields {
    /// Beside the names that Headgate knows: what says how to route, to authenticate, to answer or to read the body (RFC 9110 6.5.1).
    private static let headNames: [StaticString] = [
        "age", "allow", "expires", "max-forwards", "pragma", "retry-after", "vary", "warning",
    ]
    private static let headPrefixes: [StaticString] = [
        "accept-", "content-", "if-", "proxy-", "sec-", "x-forwarded-", "x-grafana-", "x-http-method",
    ]

    /// Connection lists no name that one of them could have: what it listed is gone when they come (RFC 9110 7.6.1).
    static func mayFollow(_ connectionOptions: [ByteRange], in read: borrowing ByteBuffer) -> Bool {
        let bytes = read.span
        for option in connectionOptions where FieldName(bytes.extracting(option.range)) == .other { return false }
        return true
    }

    /// The lines of a request's `section` that its source may see.
    static func ofRequest(_ section: [UInt8], edits: RouteEdits) -> [UInt8] {
        lines(section) { line, bytes in
            let name = bytes.extracting(line.name.range)
            for replaced in edits.replacedNames where name.equalsIgnoringCase(replaced.span) { return false }
            return !CallerCredentials.isDropped(line, bytes)
        }
    }

    /// The lines of an answer's `section` that its caller may see.
    static func ofAnswer(_ section: [UInt8]) -> [UInt8] {
        lines(section) { _, _ in true }
    }

    private static func lines(_ section: [UInt8], where passes: (FieldLine, Span<UInt8>) -> Bool) -> [UInt8] {
        guard !section.isEmpty, let trailers = TrailerSection(section) else { return [] }
        let bytes = trailers.bytes.span
        var lines: [UInt8] = []
        for line in trailers.fields where mayTrail(line, bytes) && passes(line, bytes) {
            lines.append(bytes.extracting(line.name.range))
            lines += Array(": ".utf8)
            lines.append(bytes.extracting(line.value.range))
            lines += [0x0D, 0x0A]
        }
        return lines
    }

    private static func mayTrail(_ line: FieldLine, _ bytes: Span<UInt8>) -> Bool {
        guard line.known == .other else { return false }
        let name = bytes.extracting(line.name.range)
        for known in headNames where name.equalsIgnoringCase(known) { return false }
        for prefix in headPrefixes where name.count >= prefix.utf8CodeUnitCount {
            if name.extracting(0..<prefix.utf8CodeUnitCount).equalsIgnoringCase(prefix) { return false }
        }
        return true
    }

    /// The caller says that it takes them (RFC 9110 10.1.4).
    static func areAccepted(_ head: borrowing RequestHead, in read: borrowing ByteBuffer) -> Bool {
        guard head.has(.te) else { return false }
        let bytes = read.span
        for line in head.fields where line.known == .te {
            if holds("trailers", bytes.extracting(line.value.range)) { return true }
        }
        return false
    }

    /// Whether the list `value` has the member `word`.
    private static func holds(_ word: StaticString, _ value: Span<UInt8>) -> Bool {
        var start = 0
        while start <= value.count {
            let end = value.firstOffset(of: UInt8(ascii: ","), from: start) ?? value.count
            var (lower, upper) = (start, end)
            while lower < upper, isBlank(value[lower]) { lower += 1 }
            while upper > lower, isBlank(value[upper - 1]) { upper -= 1 }
            if value.extracting(lower..<upper).equalsIgnoringCase(word) { return true }
            start = end + 1
        }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
