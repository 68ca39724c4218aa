internal import Bytes

/// How often a request has come through Headgate, which writes itself into Via (RFC 9110 7.6.3) each time.
public enum Passages {
    /// A chain of Headgates that serves each other is short; a source that points back here makes a long one.
    public static var max: Int { 4 }

    public static func areTooMany(_ head: borrowing RequestHead, in bytes: Span<UInt8>) -> Bool {
        count(head, in: bytes) > max
    }

    public static func count(_ head: borrowing RequestHead, in bytes: Span<UInt8>) -> Int {
        guard head.has(.via) else { return 0 }
        var passages = 0
        for line in head.fields where line.known == .via {
            passages += count(of: "headgate", in: bytes.extracting(line.value.range))
        }
        return passages
    }

    private static func count(of name: StaticString, in value: Span<UInt8>) -> Int {
        var count = 0
        var index = 0
        while let first = value.firstOffset(of: UInt8(ascii: "h"), from: index) {
            if value.extracting(first..<value.count).starts(with: name) { count += 1 }
            index = first + 1
        }
        return count
    }
}
