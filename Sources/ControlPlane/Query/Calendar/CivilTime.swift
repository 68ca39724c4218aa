/// A moment as the calendar has it, in UTC (proleptic Gregorian; the algorithms are Howard Hinnant's `days_from_civil` and its inverse).
struct CivilTime: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64
    /// Seconds since midnight.
    var second: Int64
    var nanosecond: Int64

    /// Nothing where a part is out of its range, or the year beyond what a time of milliseconds needs.
    init?(year: Int64, month: Int64, day: Int64, second: Int64 = 0, nanosecond: Int64 = 0) {
        guard (-300_000...300_000).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...86_400).contains(second), (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        (self.year, self.month, self.day, self.second, self.nanosecond) = (year, month, day, second, nanosecond)
    }

    init(secondsSince1970 seconds: Int64, nanosecond: Int64 = 0) {
        let days = Self.floorDivide(seconds, 86_400)
        second = seconds - days * 86_400
        self.nanosecond = nanosecond
        let shifted = days + 719_468
        let era = Self.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var secondsSince1970: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = Self.floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400 + second
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
