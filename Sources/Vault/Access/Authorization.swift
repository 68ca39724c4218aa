internal import Bytes

/// What an `Authorization` field's value presents. Ranges count from the start of the value.
///
/// The scheme words are `Bearer` and `Basic`, in exactly this spelling, followed by exactly one space and a token68
/// (RFC 9110, 11.2); anything else that is present is malformed, so that nothing presented is ever taken for nothing
/// . Grafana 12.4.0 is as strict about the words.
public enum Authorization: Sendable, Equatable {
    case bearer(Range<Int>)
    case basic(Range<Int>)
    case malformed

    /// A token of either shape is far below this; a login and a password in base64 fit too.
    public static let credentialBytesMax = 4096

    public static func parse(_ value: Span<UInt8>) -> Authorization {
        if value.starts(with: "Bearer ") {
            let range = 7..<value.count
            return isToken68(value, range) ? .bearer(range) : .malformed
        }
        if value.starts(with: "Basic ") {
            let range = 6..<value.count
            return isToken68(value, range) ? .basic(range) : .malformed
        }
        return .malformed
    }

    /// Letters, digits and `-._~+/`, then any number of `=`; one byte at least.
    private static func isToken68(_ value: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, range.count <= credentialBytesMax else { return false }
        var index = range.lowerBound
        while index < range.upperBound, isTokenByte(value[index]) { index += 1 }
        guard index > range.lowerBound else { return false }
        while index < range.upperBound, value[index] == UInt8(ascii: "=") { index += 1 }
        return index == range.upperBound
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        // A bit for each byte from 0 and from 64 on.
        let bits: UInt64 = byte < 64 ? 0x03FF_E800_0000_0000 : 0x47FF_FFFE_87FF_FFFE
        return byte < 128 && bits &>> UInt64(byte & 63) & 1 != 0
    }
}
