internal import Bytes

/// The `Date` field (RFC 9110 5.6.7), written once a second.
public struct HTTPDate: Sendable {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, 29 bytes.
    public private(set) var text: [UInt8] = []
    private var second = Int64.min

    public init() {}

    /// Brings the text up to `unixSeconds`.
    public mutating func update(unixSeconds: Int64) {
        guard unixSeconds != second else { return }
        second = unixSeconds
        text = Array(Self.format(unixSeconds).utf8)
    }

    static func format(_ unixSeconds: Int64) -> String {
        let days = unixSeconds.floored(by: 86_400)
        let rest = unixSeconds - days * 86_400
        let date = civil(days: days)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[Int(days - days.floored(by: 7) * 7)]
        let month = months[date.month - 1]
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map(Self.two).joined(separator: ":")
        return "\(weekday), \(two(Int64(date.day))) \(month) \(date.year) \(time) GMT"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970 as a date of the Gregorian calendar, by Howard Hinnant's `civil_from_days`.
    private static func civil(days: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, Int(month), Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    fileprivate func floored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return quotient * divisor > self ? quotient - 1 : quotient
    }
}
