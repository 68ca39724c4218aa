extension Interval {
    /// Reads the text of a minimum interval or step: `10s`, `>15s`, `1d`, or a bare number of seconds.
    init(setting text: String) throws(IntervalError) {
        var text = text
        for mark: Character in ["<", ">"] {
            if let place = text.firstIndex(of: mark) { text.remove(at: place) }
        }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy(\.isASCIIDigit)
        try self.init(duration: isNumber ? text + "s" : text)
    }

    /// Reads a duration with Grafana's units beside Go's: a whole number of `d`, `w`, `M` (a twelfth of a year) or `y`
    /// (365.25 days), or a text for `init(goDuration:)`.
    init(duration text: String) throws(IntervalError) {
        guard let last = text.utf8.last else { throw .empty }
        guard let unit = Self.calendarUnit(last) else {
            try self.init(goDuration: text)
            return
        }
        let number = text.dropLast()
        guard !number.isEmpty, number.utf8.allSatisfy(\.isASCIIDigit) else {
            try self.init(goDuration: text)
            return
        }
        guard let count = Int64(number), !unit.nanoseconds.multipliedReportingOverflow(by: count).overflow else {
            throw .invalid(text)
        }
        self = unit * count
    }

    private static func calendarUnit(_ letter: UInt8) -> Interval? {
        switch letter {
        case UInt8(ascii: "d"): .day
        case UInt8(ascii: "w"): .week
        case UInt8(ascii: "M"): .day * 1461 / 48
        case UInt8(ascii: "y"): .day * 1461 / 4
        default: nil
        }
    }
}

extension UInt8 {
    fileprivate var isASCIIDigit: Bool { self &- 0x30 < 10 }
}
