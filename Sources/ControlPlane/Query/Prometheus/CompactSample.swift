internal import Bytes

/// One sample of a matrix as Prometheus writes it, `[1700000000.5,"1.5"]`: an 8 to 12 digit number of seconds with up to 3 digits behind the
/// point, and a value that is a JSON number as well. Most samples of most answers are; the others take the long way.
///
/// Read eight bytes at a time: a matrix of a few megabytes is little but this. Texts become texts, no number is made of them.
struct CompactSample {
    /// Behind the closing bracket.
    let end: Int
    /// The first eight digits of the seconds.
    private let timeStart: UInt64
    /// Their other digits, three for the milliseconds and a comma.
    private let timeEnd: UInt64
    private let timeEndLength: Int
    /// Where the value's text begins, and the length of it.
    private let valueStart: Int
    private let valueLength: Int

    /// Bytes that are looked at, more than any sample has that is taken.
    static let bytesMax = 96

    /// Nothing when the sample at `start` is written in another way. `bytesMax` bytes follow `start`.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, at start: Int) {
        guard bytes[start] == UInt8(ascii: "["), bytes[start &+ 1] != UInt8(ascii: "0") else { return nil }
        timeStart = bytes.word(at: start &+ 1)
        let rest = bytes.word(at: start &+ 9)
        let digits = Self.digits(rest)
        guard Self.digits(timeStart) == 8, digits <= 4 else { return nil }
        var offset = start &+ 9 &+ digits
        var milliseconds: UInt64 = 0x30_3030
        if bytes[offset] == UInt8(ascii: ".") {
            let fraction = bytes.word(at: offset &+ 1)
            let length = Self.digits(fraction)
            guard length >= 1, length <= 3 else { return nil }
            milliseconds =
                Self.lowest(length, of: fraction) | Self.lowest(3 &- length, of: 0x30_3030) &<< Self.bits(length)
            offset &+= length &+ 1
        }
        timeEnd = Self.lowest(digits, of: rest) | (milliseconds | 0x2C00_0000) &<< Self.bits(digits)
        timeEndLength = digits &+ 4
        guard bytes[offset] == UInt8(ascii: ","), bytes[offset &+ 1] == UInt8(ascii: "\"") else { return nil }
        valueStart = offset &+ 2
        guard let valueEnd = Self.numberEnd(bytes, from: valueStart) else { return nil }
        guard bytes[valueEnd] == UInt8(ascii: "\""), bytes[valueEnd &+ 1] == UInt8(ascii: "]") else { return nil }
        valueLength = valueEnd &- valueStart
        guard valueLength < 32 else { return nil }
        end = valueEnd &+ 2
    }

    @inline(__always)
    func appendTime(to times: inout ByteBuffer) {
        times.append(words: timeStart, timeEnd, length: 8 &+ timeEndLength)
    }

    @inline(__always)
    func appendValue(of bytes: Span<UInt8>, to values: inout ByteBuffer) {
        values.append(short: bytes, at: valueStart, length: valueLength, then: UInt8(ascii: ","))
    }

    // MARK: Numbers

    /// The offset behind the JSON number at `start`; nothing when there is none, or one so long or large that it needs a closer look.
    @inline(__always)
    private static func numberEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var offset = bytes[start] == UInt8(ascii: "-") ? start &+ 1 : start
        let word = bytes.word(at: offset)
        var length = digits(word)
        guard length > 0, length == 1 || word & 0xFF != 0x30 else { return nil }
        offset &+= length
        if length == 8 {
            length = digits(bytes.word(at: offset))
            guard length < 8 else { return nil }
            offset &+= length
        }
        if bytes[offset] == UInt8(ascii: ".") {
            guard let end = fractionEnd(bytes, from: offset &+ 1) else { return nil }
            offset = end
        }
        return bytes[offset] | 0x20 == UInt8(ascii: "e") ? exponentEnd(bytes, from: offset &+ 1) : offset
    }

    /// At most 23 digits.
    @inline(__always)
    private static func fractionEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var length = digits(bytes.word(at: start))
        guard length > 0 else { return nil }
        var offset = start &+ length
        var words = 1
        while length == 8 {
            guard words < 3 else { return nil }
            words &+= 1
            length = digits(bytes.word(at: offset))
            offset &+= length
        }
        return offset
    }

    /// At most 2 digits, so that the number fits a double.
    private static func exponentEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        let isSigned = bytes[start] == UInt8(ascii: "-") || bytes[start] == UInt8(ascii: "+")
        let first = isSigned ? start &+ 1 : start
        let length = digits(bytes.word(at: first))
        return length == 1 || length == 2 ? first &+ length : nil
    }

    // MARK: Words

    /// How many of the word's bytes, from the lowest on, are decimal digits.
    @inline(__always)
    private static func digits(_ word: UInt64) -> Int {
        // Digits become 0 to 9. Adding 0x76 then sets the top bit of every other byte; a carry spoils only bytes above one of those.
        let values = word ^ 0x3030_3030_3030_3030
        let others = ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount &>> 3
    }

    /// The word's lowest `length` bytes, at most 7.
    @inline(__always)
    private static func lowest(_ length: Int, of word: UInt64) -> UInt64 {
        word & ((1 as UInt64) &<< bits(length) &- 1)
    }

    @inline(__always)
    private static func bits(_ bytes: Int) -> UInt64 { UInt64(truncatingIfNeeded: bytes &<< 3) }
}
