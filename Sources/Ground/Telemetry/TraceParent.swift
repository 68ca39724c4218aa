public import Bytes

/// The trace that a call belongs to, and the step of it that made the call: the value of `traceparent` (W3C Trace Context,
/// level 1, section 3.2).
public struct TraceParent: Sendable, Equatable {
    /// `00-`, 32 digits, `-`, 16 digits, `-`, 2 digits.
    public static let byteCount = 55

    /// 128 bits, not all zero.
    public let traceHigh: UInt64
    public let traceLow: UInt64
    /// Not zero.
    public let parentID: UInt64
    /// The lowest bit: whoever made the trace may have recorded it.
    public let flags: UInt8

    /// Reads a value strictly: version `ff`, an id of zeros, capital letters and anything behind a value of version 00 are
    /// refused. Of a later version the four known parts are read and the flags beyond `sampled` forgotten, as section 3.2.1
    /// asks; a later version may go on behind a dash.
    public init?(parsing value: Span<UInt8>) {
        guard value.count >= Self.byteCount, value[2] == Self.dash, value[35] == Self.dash, value[52] == Self.dash,
            let version = Self.number(value, 0..<2), version != 0xFF,
            let high = Self.number(value, 3..<19), let low = Self.number(value, 19..<35),
            let parent = Self.number(value, 36..<52), let flags = Self.number(value, 53..<55),
            high | low != 0, parent != 0
        else { return nil }
        if value.count > Self.byteCount {
            guard version > 0, value[Self.byteCount] == Self.dash else { return nil }
        }
        (traceHigh, traceLow, parentID) = (high, low, parent)
        self.flags = UInt8(truncatingIfNeeded: version == 0 ? flags : flags & 1)
    }

    /// A trace that begins with the request of this id. Nobody has decided to record it, so it is not sampled (section
    /// 3.2.2.5.1).
    ///
    /// Requests have different ids, and each part here is a bijection of them, so that traces are as distinct as requests; the
    /// mixing makes them look random to whoever samples by their bits.
    public init(beginningWith requestID: UInt64) {
        traceHigh = Self.mixed(requestID)
        traceLow = Self.mixed(requestID ^ 0xA076_1D64_78BD_642F)
        parentID = max(Self.mixed(requestID ^ 0xE703_7ED1_A0B4_28DB), 1)
        flags = 0
    }

    /// The value, in version 00.
    public func append(to buffer: inout ByteBuffer) {
        buffer.append("00-")
        Self.append(traceHigh, to: &buffer)
        Self.append(traceLow, to: &buffer)
        buffer.append(Self.dash)
        Self.append(parentID, to: &buffer)
        buffer.append(flags < 0x10 ? "-0" : "-")
        buffer.append(hexadecimal: UInt64(flags))
    }

    /// 32 hexadecimal digits.
    public var traceText: String { Self.text(traceHigh) + Self.text(traceLow) }

    // MARK: Digits

    private static let dash = UInt8(ascii: "-")

    private static func number(_ value: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var number: UInt64 = 0
        for index in range {
            let byte = value[index]
            switch byte {
            case 0x30...0x39: number = number &<< 4 | UInt64(byte &- 0x30)
            case 0x61...0x66: number = number &<< 4 | UInt64(byte &- 0x57)
            default: return nil
            }
        }
        return number
    }

    /// 16 digits, a word of eight at a time.
    private static func append(_ number: UInt64, to buffer: inout ByteBuffer) {
        buffer.append(littleEndian: digits(UInt32(truncatingIfNeeded: number &>> 32)))
        buffer.append(littleEndian: digits(UInt32(truncatingIfNeeded: number)))
    }

    /// The eight digits of a number as bytes of a word, the first lowest.
    private static func digits(_ number: UInt32) -> UInt64 {
        var nibbles = UInt64(number.byteSwapped)
        nibbles = (nibbles &<< 16 | nibbles) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles &<< 8 | nibbles) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles &<< 8 & 0x0F00_0F00_0F00_0F00) | (nibbles &>> 4 & 0x000F_000F_000F_000F)
        // Ten and more carry into the fifth bit: those bytes become letters.
        let letters = (nibbles &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }

    private static func text(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static func mixed(_ number: UInt64) -> UInt64 {
        var number = (number ^ number &>> 30) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ number &>> 27) &* 0x94D0_49BB_1331_11EB
        return number ^ number &>> 31
    }
}
