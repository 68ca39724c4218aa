extension String {
    /// In quotes as Go's `%q` writes it: what cannot be printed is escaped.
    var goQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars { quoted += Self.goEscaped(scalar) }
        return quoted + "\""
    }

    private static func goEscaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\" + String(scalar)
        case "\u{07}": return "\\a"
        case "\u{08}": return "\\b"
        case "\u{0C}": return "\\f"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{0B}": return "\\v"
        default:
            if isPrintable(scalar) { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            switch scalar.value {
            case ..<0x80: return "\\x" + padded(digits, to: 2)
            case ..<0x10000: return "\\u" + padded(digits, to: 4)
            default: return "\\U" + padded(digits, to: 8)
            }
        }
    }

    private static func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: Swift.max(0, count - digits.utf8.count)) + digits
    }

    /// Letters, marks, numbers, punctuation, symbols and the space (Go's `unicode.IsPrint`).
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
