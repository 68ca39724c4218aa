/// Eight bytes at a time, the first one lowest. The masks that come out have the high bit set in bytes that match; only the
/// lowest set bit is exact (a borrow may flag bytes behind a match), which is all that a search for the first one needs, and a mask
/// is zero only where no byte matches.
extension Span<UInt8> {
    /// The eight bytes from `offset` on. All lie within the span, or this stops.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        // Cut first: the eight reads then need two bounds checks and become one load.
        let piece = extracting(offset..<(offset &+ 8))
        var word = UInt64(piece[0])
        word |= UInt64(piece[1]) &<< 8
        word |= UInt64(piece[2]) &<< 16
        word |= UInt64(piece[3]) &<< 24
        word |= UInt64(piece[4]) &<< 32
        word |= UInt64(piece[5]) &<< 40
        word |= UInt64(piece[6]) &<< 48
        return word | UInt64(piece[7]) &<< 56
    }
}

extension Span<UInt8> {
    /// Visible ASCII alone (RFC 5234 B.1 `VCHAR`), one byte at least.
    public var isWord: Bool {
        var index = 0
        while index <= count &- 8 {
            let word = word(at: index)
            guard word.matches(below: 0x21) | word.matches(0x7F) | (word & .highs) == 0 else { return false }
            index &+= 8
        }
        while index < count {
            guard self[index] &- 0x21 < 0x5E else { return false }
            index &+= 1
        }
        return !isEmpty
    }
}

extension UInt64 {
    @inline(__always)
    static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inline(__always)
    static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// Bytes equal to `byte`.
    @inline(__always)
    func matches(_ byte: UInt8) -> UInt64 {
        let rest = self ^ (.ones &* UInt64(byte))
        return (rest &- .ones) & ~rest & .highs
    }

    /// Bytes under `byte`, which is at most 128.
    @inline(__always)
    func matches(below byte: UInt8) -> UInt64 { (self &- .ones &* UInt64(byte)) & ~self & .highs }

    /// The index of the first byte that a mask flags, 8 when it flags none.
    @inline(__always)
    var firstMatch: Int { trailingZeroBitCount &>> 3 }

    /// The first `count` bytes, zeros behind them; all from 8 on.
    @inline(__always)
    func prefix(_ count: Int) -> UInt64 { count >= 8 ? self : self & ((1 &<< UInt64(count &* 8)) &- 1) }

    /// Whether the first `count` bytes (all from 8 on) are letters in lower case, digits or hyphens, as those of nearly all field names are.
    @inline(__always)
    func isPlainName(_ count: Int) -> Bool {
        let low = self & ~.highs
        let letters = (low &+ .ones &* (0x80 - 0x61)) & ~(low &+ .ones &* (0x80 - 0x7B))
        let digits = (low &+ .ones &* (0x80 - 0x30)) & ~(low &+ .ones &* (0x80 - 0x3A))
        let hyphens = ~((low ^ (.ones &* 0x2D)) &+ .ones &* 0x7F)
        let wanted = UInt64.highs.prefix(count)
        return (letters | digits | hyphens) & ~self & wanted == wanted
    }

    /// `A`-`Z` made `a`-`z` in every byte, all other bytes as they are.
    @inline(__always)
    var lowercasedASCII: UInt64 {
        let low = self & ~.highs
        let fromA = low &+ .ones &* (0x80 - 0x41)
        let behindZ = low &+ .ones &* (0x80 - 0x5B)
        return self | ((fromA & ~behindZ & ~self & .highs) &>> 2)
    }
}
