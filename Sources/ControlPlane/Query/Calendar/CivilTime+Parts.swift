extension CivilTime {
    init(milliseconds: Int64) { self.init(secondsSince1970: milliseconds.flooredQuotient(by: 1_000)) }

    /// 0 to 23.
    var hour: Int64 { second / 3_600 }
    var minuteOfHour: Int64 { second / 60 % 60 }
    var secondOfMinute: Int64 { second % 60 }

    var daysSince1970: Int64 { secondsSince1970.flooredQuotient(by: 86_400) }

    /// 0 is Sunday; 1 January 1970 was a Thursday.
    var weekday: Int64 {
        let days = daysSince1970 + 4
        return days - days.flooredQuotient(by: 7) * 7
    }

    /// 1 to 366.
    var dayOfYear: Int64 {
        var first = self
        (first.month, first.day) = (1, 1)
        return daysSince1970 - first.daysSince1970 + 1
    }

    /// 1 to 4.
    var quarter: Int64 { (month - 1) / 3 + 1 }

    /// ISO 8601: weeks begin on Monday, and the first one of a year holds its first Thursday.
    var isoWeek: (year: Int64, week: Int64) {
        let monday = daysSince1970 - (weekday + 6) % 7
        let thursday = CivilTime(secondsSince1970: (monday + 3) * 86_400)
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }

    /// To the second: `2026-11-21T16:15:28Z`.
    var rfc3339: String {
        "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
            + "T\(hour.padded(to: 2)):\(minuteOfHour.padded(to: 2)):\(secondOfMinute.padded(to: 2))Z"
    }
}

extension Int64 {
    /// The quotient rounded down, also below 0; `divisor` is above 0.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// In base 10 with zeros in front up to `width` digits.
    func padded(to width: Int) -> String {
        let digits = String(magnitude)
        let zeros = String(repeating: "0", count: Swift.max(0, width - digits.utf8.count))
        return (self < 0 ? "-" : "") + zeros + digits
    }
}
