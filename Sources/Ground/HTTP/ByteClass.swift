/// Classes of single bytes as bit masks: no table in memory, nothing to initialise.
enum ByteClass {
    /// RFC 9110 5.6.2 `token`: ``!#$%&'*+-.^_`|~``, digits, letters.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        byte < 128 && bit(byte, 0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// Allowed in a field value: visible, space, tab, obs-text (RFC 9110 5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// Allowed in a request target or a URL: visible ASCII but `#`.
    @inline(__always)
    static func isTarget(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5E && byte != 0x23 }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// Whether `byte` (under 128) is set in a mask of 128 bits.
    @inline(__always)
    private static func bit(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 != 0
    }
}
