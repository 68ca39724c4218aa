extension FrameTime {
    /// Whole seconds since 1970, downwards.
    var seconds: Int64 {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// RFC 3339 in UTC with as many places as it has (Go's `RFC3339Nano`).
    var sqlText: String {
        let remainder = milliseconds % 1_000
        let places = (remainder < 0 ? remainder + 1_000 : remainder) * 1_000_000 + Int64(nanoseconds)
        let time = CivilTime(secondsSince1970: seconds)
        let clock = [time.second / 3_600, time.second / 60 % 60, time.second % 60].map { Self.padded($0, 2) }
        let date = [Self.padded(time.year, 4), Self.padded(time.month, 2), Self.padded(time.day, 2)]
        var fraction = places == 0 ? "" : "." + Self.padded(places, 9)
        while fraction.last == "0" { fraction.removeLast() }
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + fraction + "Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// A moment that lies `nanosecond` (below a thousand million) behind `seconds`; nothing where milliseconds do not reach.
    init?(seconds: Int64, nanosecond: Int64) {
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000)
        let (sum, exceeds) = product.addingReportingOverflow(nanosecond / 1_000_000)
        guard !overflows, !exceeds else { return nil }
        self.init(milliseconds: sum, nanoseconds: Int32(nanosecond % 1_000_000))
    }

    /// A number in a time column: seconds, milliseconds or nanoseconds since 1970, told apart by its size as Grafana does.
    init?(epoch value: Double) {
        let milliseconds: Double =
            switch value.magnitude {
            case 1e9..<1e10: value * 1e3
            case 1e18..<1e19: value / 1e6
            default: value
            }
        guard let whole = Int64(exactly: milliseconds.rounded(.towardZero)) else { return nil }
        self.init(milliseconds: whole)
    }
}
