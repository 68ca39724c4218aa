/// Why a text is no interval. The description is Go's, as Grafana shows it.
enum IntervalError: Error, Equatable, CustomStringConvertible {
    case empty
    case invalid(String)
    case missingUnit(String)
    /// The unit, and the whole text.
    case unknownUnit(String, String)

    var description: String {
        switch self {
        case .empty: "empty input"
        case .invalid(let text): "time: invalid duration \(Self.quoted(text))"
        case .missingUnit(let text): "time: missing unit in duration \(Self.quoted(text))"
        case .unknownUnit(let unit, let text):
            "time: unknown unit \(Self.quoted(unit)) in duration \(Self.quoted(text))"
        }
    }

    /// In quotes, with everything outside printable ASCII as `\xNN`, at most 100 bytes of it.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for byte in text.utf8.prefix(100) {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: quoted += String(UnicodeScalar(byte))
            default: quoted += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return quoted + "\""
    }
}
