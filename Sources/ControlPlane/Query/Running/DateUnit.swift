/// A unit of date math. Fiscal years begin in January, where nobody has said otherwise.
enum DateUnit {
    case seconds(Int64)
    case months(Int64)
    case businessDays

    /// `text` begins with the unit; says how many bytes it takes.
    static func parse(_ text: Substring.UTF8View) -> (unit: DateUnit, bytes: Int)? {
        guard let first = text.first else { return nil }
        switch first {
        case UInt8(ascii: "s"): return (.seconds(1), 1)
        case UInt8(ascii: "m"): return (.seconds(60), 1)
        case UInt8(ascii: "h"), UInt8(ascii: "H"): return (.seconds(3_600), 1)
        case UInt8(ascii: "d"): return (.seconds(86_400), 1)
        case UInt8(ascii: "w"): return (.seconds(7 * 86_400), 1)
        case UInt8(ascii: "b"): return (.businessDays, 1)
        case UInt8(ascii: "M"): return (.months(1), 1)
        case UInt8(ascii: "Q"): return (.months(3), 1)
        case UInt8(ascii: "y"): return (.months(12), 1)
        case UInt8(ascii: "f"):
            guard let (unit, bytes) = parse(text.dropFirst()), case .months(let months) = unit, months > 1 else {
                return nil
            }
            return (unit, bytes + 1)
        default: return nil
        }
    }
}
