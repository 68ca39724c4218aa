/// Why a path is not sent to a data source. All of them are the caller's mistake.
public enum ProxyPathError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `.` or `..` as a segment, in any spelling, also once more escaped.
    case dotSegment
    /// A dot segment with parameters, `..;x`.
    case dotSegmentWithParameters
    /// A `%` without two hexadecimal digits.
    case badEscape
    /// `%00`.
    case encodedNUL
    /// An escaped control byte, `%0d`, `%0a`, `%7f` and the like.
    case encodedControl
    /// A control byte, a space, `#`, `?` or a byte outside ASCII as it is.
    case badByte
    case backslash
    /// `%5c`.
    case encodedBackslash

    public var description: String {
        switch self {
        case .dotSegment: "dot segment in path"
        case .dotSegmentWithParameters: "dot segment with parameters in path"
        case .badEscape: "invalid percent escape in path"
        case .encodedNUL: "escaped NUL in path"
        case .encodedControl: "escaped control character in path"
        case .badByte: "character in path that must be escaped"
        case .backslash: "backslash in path"
        case .encodedBackslash: "escaped backslash in path"
        }
    }
}
