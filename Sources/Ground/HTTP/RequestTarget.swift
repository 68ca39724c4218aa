internal import Bytes

/// A request target taken apart (RFC 9112 3.2): where its path, its query and, in absolute form, its authority lie.
struct RequestTarget: Sendable {
    var path: Range<Int>
    var query: Range<Int>?
    var authority: Range<Int>?

    /// Reads a target up to the space behind it, which is at the end of the returned range.
    static func scan(
        _ bytes: Span<UInt8>, from start: Int, bytesMax: Int
    ) throws(HeadStop) -> (target: Range<Int>, question: Int?) {
        var index = start
        var question: Int?
        while true {
            index = skip(bytes, from: index)
            guard index &- start <= bytesMax else { throw .refused(.targetTooLong) }
            guard index < bytes.count else { throw .incomplete }
            guard bytes[index] == 0x3F else { break }
            if question == nil { question = index }
            index &+= 1
        }
        guard bytes[index] == 0x20 else { throw .refused(stopError(bytes[index], isEmpty: index == start)) }
        guard index > start else { throw .refused(.badTarget) }
        return (start..<index, question)
    }

    /// The first byte from `start` on that is `?` or must not stand in a target.
    @inline(__always)
    private static func skip(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index <= bytes.count &- 8 {
            let word = bytes.word(at: index)
            let stop =
                word.matches(below: 0x21) | word.matches(0x7F) | word.matches(0x23) | word.matches(0x3F)
                | (word & .highs)
            guard stop == 0 else { return index &+ stop.firstMatch }
            index &+= 8
        }
        while index < bytes.count, ByteClass.isTarget(bytes[index]), bytes[index] != 0x3F { index &+= 1 }
        return index
    }

    /// A line that ends behind its target is HTTP/0.9.
    private static func stopError(_ byte: UInt8, isEmpty: Bool) -> HeadError {
        switch byte {
        case 0x0A: .bareLF
        case 0x0D: isEmpty ? .badTarget : .badVersion
        default: .badTarget
        }
    }

    /// Takes `target` apart; `question` is the offset of its first `?`.
    init?(_ bytes: Span<UInt8>, _ target: Range<Int>, question: Int?, isOptions: Bool) {
        let end = question ?? target.upperBound
        query = question.map { ($0 &+ 1)..<target.upperBound }
        authority = nil
        path = target.lowerBound..<end
        if bytes[target.lowerBound] == 0x2F { return }
        if bytes[target.lowerBound] == 0x2A {
            guard isOptions, target.count == 1 else { return nil }
            return
        }
        guard let start = Self.authorityStart(bytes.extracting(target)) else { return nil }
        let authorityStart = target.lowerBound &+ start
        var authorityEnd = authorityStart
        while authorityEnd < end, bytes[authorityEnd] != 0x2F { authorityEnd &+= 1 }
        guard HostGrammar.isValid(bytes.extracting(authorityStart..<authorityEnd)) else { return nil }
        authority = authorityStart..<authorityEnd
        // Without a path it is "/": the last slash of "://" stands in for it.
        path = authorityEnd < end ? authorityEnd..<end : (authorityStart &- 1)..<authorityStart
    }

    private static func authorityStart(_ target: Span<UInt8>) -> Int? {
        if target.count > 7, target.extracting(0..<7).equalsIgnoringCase("http://") { return 7 }
        if target.count > 8, target.extracting(0..<8).equalsIgnoringCase("https://") { return 8 }
        return nil
    }
}
