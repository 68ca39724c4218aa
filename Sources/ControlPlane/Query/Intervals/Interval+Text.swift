extension Interval {
    /// As Go prints a duration: `1m0s`, `1.5s`, `20ms`, `0s`.
    var goText: String {
        guard nanoseconds != 0 else { return "0s" }
        let magnitude = nanoseconds.magnitude
        let text = magnitude < 1_000_000_000 ? Self.small(magnitude) : Self.large(magnitude)
        return nanoseconds < 0 ? "-" + text : text
    }

    /// Seconds as a decimal number: `1700000000.5`.
    var secondsText: String { (nanoseconds < 0 ? "-" : "") + Self.decimal(nanoseconds.magnitude, places: 9) }

    /// Below a second: the largest of ns, µs and ms that leaves a whole part.
    private static func small(_ nanoseconds: UInt64) -> String {
        switch nanoseconds {
        case ..<1_000: "\(nanoseconds)ns"
        case ..<1_000_000: decimal(nanoseconds, places: 3) + "µs"
        default: decimal(nanoseconds, places: 6) + "ms"
        }
    }

    private static func large(_ nanoseconds: UInt64) -> String {
        let minutes = nanoseconds / 60_000_000_000
        let seconds = decimal(nanoseconds % 60_000_000_000, places: 9) + "s"
        if minutes == 0 { return seconds }
        if minutes < 60 { return "\(minutes)m" + seconds }
        return "\(minutes / 60)h\(minutes % 60)m" + seconds
    }

    /// `value` with its last `places` digits as a fraction, without zeros at its end.
    private static func decimal(_ value: UInt64, places: Int) -> String {
        let digits = String(value)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        return padded.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// As `$__interval` is written: the largest unit that fits, rounded down, at least `1ms`. A year has 365 days.
    var macroText: String {
        switch self {
        case (.day * 365)...: "\(count(of: .day * 365))y"
        case Self.day...: "\(count(of: .day))d"
        case Self.hour...: "\(count(of: .hour))h"
        case Self.minute...: "\(count(of: .minute))m"
        case Self.second...: "\(count(of: .second))s"
        case Self.millisecond...: "\(count(of: .millisecond))ms"
        default: "1ms"
        }
    }

    private func count(of unit: Interval) -> Int64 { nanoseconds / unit.nanoseconds }
}
