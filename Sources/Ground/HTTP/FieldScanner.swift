internal import Bytes

/// The pieces of a field line, read once from left to right.
enum FieldScanner {
    /// Reads a name that begins at `start`; says where its colon is and which well-known name it is.
    ///
    /// A well-known name needs no look at its single bytes: it is found by comparing words. Of others most are plain.
    @inline(__always)
    static func name(_ bytes: Span<UInt8>, from start: Int) throws(HeadStop) -> (colon: Int, known: FieldName) {
        if bytes.count &- start >= 24 {
            var first = bytes.word(at: start)
            var count = first.matches(0x3A).firstMatch
            var second: UInt64 = 0
            var third: UInt64 = 0
            if count == 8 {
                second = bytes.word(at: start &+ 8)
                let more = second.matches(0x3A).firstMatch
                count = 8 &+ more
                if more == 8 {
                    third = bytes.word(at: start &+ 16)
                    let last = third.matches(0x3A).firstMatch
                    count = 16 &+ last
                    third = third.prefix(last).lowercasedASCII
                }
                second = second.prefix(more).lowercasedASCII
            }
            // A zero byte at the end of a name would pass for the padding of a shorter one.
            if count > 0, count < 24, bytes[start &+ count &- 1] != 0 {
                first = first.prefix(count).lowercasedASCII
                let known = FieldName.recognise(count: count, first: first, second: second, third: third)
                if known != .other { return (start &+ count, known) }
                let isPlain =
                    first.isPlainName(count) && (count <= 8 || second.isPlainName(count &- 8))
                    && (count <= 16 || third.isPlainName(count &- 16))
                if isPlain, first != Self.startOfMany { return (start &+ count, .other) }
            }
        }
        return try unrecognisedName(bytes, from: start)
    }

    /// `access-c`, with which the names begin that are known by their beginning.
    private static var startOfMany: UInt64 { 0x632D_7373_6563_6361 }

    /// The same byte by byte, for names that are neither known nor plain and for the last bytes received.
    static func unrecognisedName(
        _ bytes: Span<UInt8>, from start: Int
    ) throws(HeadStop) -> (colon: Int, known: FieldName) {
        var index = start
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var hasUnderscore = false
        while index < bytes.count {
            let byte = bytes[index]
            guard ByteClass.isToken(byte) else { break }
            hasUnderscore = hasUnderscore || byte == 0x5F
            let place = index &- start
            let shifted = UInt64(byte.lowercasedASCII) &<< UInt64((place & 7) &* 8)
            switch place &>> 3 {
            case 0: words.0 |= shifted
            case 1: words.1 |= shifted
            case 2: words.2 |= shifted
            default: break
            }
            index &+= 1
        }
        guard index < bytes.count else { throw .incomplete }
        guard bytes[index] == 0x3A, index > start else {
            throw .refused(nameError(bytes[index], isEmpty: index == start))
        }
        if hasUnderscore { return (index, .underscored) }
        let count = index &- start
        if count > 24 { return (index, longName(bytes.extracting(start..<index))) }
        let known = FieldName.recognise(count: count, first: words.0, second: words.1, third: words.2)
        return (index, known == .other ? longName(bytes.extracting(start..<index)) : known)
    }

    /// The names that are too long, or too many, for words.
    private static func longName(_ name: Span<UInt8>) -> FieldName {
        if name.equalsIgnoringCase("strict-transport-security") { return .strictTransportSecurity }
        guard name.count > 15, name.extracting(0..<15).equalsIgnoringCase("access-control-") else { return .other }
        return .accessControl
    }

    private static func nameError(_ byte: UInt8, isEmpty: Bool) -> HeadError {
        switch byte {
        case 0x20, 0x09: isEmpty ? .obsFold : .spaceBeforeColon
        default: .badFieldName
        }
    }

    /// Reads a value up to its line end; says where the CR is. Tabs and obs-text are let through, other bytes are `error`.
    @inline(__always)
    static func value(
        _ bytes: Span<UInt8>, from start: Int, else error: HeadError = .badFieldValue
    ) throws(HeadStop) -> Int {
        var index = start
        while index <= bytes.count &- 8 {
            let word = bytes.word(at: index)
            let stop = word.matches(below: 0x20) | word.matches(0x7F)
            if stop == 0 {
                index &+= 8
                continue
            }
            index &+= stop.firstMatch
            if bytes[index] != 0x09 { break }
            index &+= 1
        }
        while index < bytes.count, ByteClass.isFieldValue(bytes[index]) { index &+= 1 }
        try lineEnd(bytes, at: index, else: error)
        return index
    }

    /// A CR and an LF stand at `index`; any other byte there is `error`.
    @inline(__always)
    static func lineEnd(_ bytes: Span<UInt8>, at index: Int, else error: HeadError) throws(HeadStop) {
        guard index < bytes.count else { throw .incomplete }
        guard bytes[index] == 0x0D else { throw .refused(bytes[index] == 0x0A ? .bareLF : error) }
        guard index &+ 1 < bytes.count else { throw .incomplete }
        guard bytes[index &+ 1] == 0x0A else { throw .refused(.bareCR) }
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// `range` without the spaces and tabs at its ends.
    @inline(__always)
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isBlank(bytes[lower]) { lower &+= 1 }
        while upper > lower, isBlank(bytes[upper &- 1]) { upper &-= 1 }
        return lower..<upper
    }
}
