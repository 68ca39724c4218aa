/// A day of the proleptic Gregorian calendar, in UTC. Years are kept to four digits, so that no arithmetic on them can overflow.
struct CivilDate: Equatable {
    static let years: ClosedRange<Int64> = 0...9_999

    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64

    /// The day that is `days` after 1970-01-01; nothing beyond the years above.
    init?(days: Int64) {
        guard days > -1_000_000, days < 4_000_000 else { return nil }
        // Howard Hinnant's civil_from_days: eras of 400 years that begin in March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard Self.years.contains(year) else { return nil }
    }

    /// A day beyond the end of its month runs over into the next, as Go's `time.Date` does; nothing beyond the years above.
    init?(year: Int64, month: Int64, day: Int64) {
        guard Self.years.contains(year), (1...12).contains(month), (1...366).contains(day) else { return nil }
        self.init(days: Self.days(year, month) + day - 1)
    }

    /// Days from 1970-01-01.
    var days: Int64 { Self.days(year, month) + day - 1 }

    /// The same day so many months later, run over where that month is shorter.
    func adding(months: Int64) -> CivilDate? {
        guard abs(months) <= 120_000 else { return nil }
        let total = year * 12 + month - 1 + months
        guard total >= 0 else { return nil }
        return CivilDate(year: total / 12, month: total % 12 + 1, day: day)
    }

    /// The first of a month, in days from 1970-01-01.
    private static func days(_ year: Int64, _ month: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
