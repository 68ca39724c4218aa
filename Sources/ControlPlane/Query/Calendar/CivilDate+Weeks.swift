extension CivilDate {
    /// 0 is Sunday.
    var weekday: Int64 {
        let shifted = days + 4
        return shifted - shifted.flooredQuotient(by: 7) * 7
    }

    /// 1 to 366.
    var dayOfYear: Int64 { days - (CivilDate(year: year, month: 1, day: 1)?.days ?? days) + 1 }

    /// 1 to 4.
    var quarter: Int64 { (month - 1) / 3 + 1 }

    /// ISO 8601: weeks begin on Monday, and the first one of a year holds its first Thursday.
    var isoWeek: (year: Int64, week: Int64) {
        let monday = days - (weekday + 6) % 7
        let thursday = CivilDate(days: monday + 3) ?? self
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }
}

extension Int64 {
    /// The quotient rounded down, also below 0; `divisor` is above 0.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
