internal import Bytes

/// Percent-encoding of one path segment (RFC 3986 2.1).
public enum PercentCoding {
    /// The segment decoded once, so that `%2F` becomes part of a name; `nil` when an escape is broken or the bytes are no UTF-8.
    public static func decode(_ segment: Span<UInt8>) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(segment.count)
        var index = 0
        while index < segment.count {
            if segment[index] == 0x25 {
                guard let byte = escape(segment, at: index) else { return nil }
                decoded.append(byte)
                index &+= 3
            } else {
                decoded.append(segment[index])
                index &+= 1
            }
        }
        return decoded.span.validatedString()
    }

    /// `text` as one segment: everything but unreserved bytes (RFC 3986 2.3) as `%XX`.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hexadecimal = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0" + hexadecimal : "%" + hexadecimal
            }
        }
        return encoded
    }

    /// The byte that the escape at `index` (where a `%` stands) means; `nil` when two hexadecimal digits do not follow.
    @inline(__always)
    static func escape(_ bytes: Span<UInt8>, at index: Int) -> UInt8? {
        guard index &+ 2 < bytes.count, let high = ByteClass.hexadecimal(bytes[index &+ 1]) else { return nil }
        guard let low = ByteClass.hexadecimal(bytes[index &+ 2]) else { return nil }
        return high &<< 4 | low
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x2E, 0x5F, 0x7E: true
        default: ByteClass.isLetter(byte) || ByteClass.isDigit(byte)
        }
    }
}
