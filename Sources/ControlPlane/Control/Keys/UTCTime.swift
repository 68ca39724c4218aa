/// A moment as RFC 3339 writes it in UTC: `2026-11-21T16:15:28Z`.
enum UTCTime {
    /// `unixSeconds` from 0 to the end of the year 9999; what lies outside is shown as the nearest of the two.
    static func text(unixSeconds: Int64) -> String {
        let seconds = min(max(unixSeconds, 0), 253_402_300_799)
        let date = civil(daysSince1970: seconds / 86_400)
        let rest = seconds % 86_400
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))"
            + "T\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))Z"
    }

    /// The proleptic Gregorian date, by counting eras of 400 years from 1 March of the year 0 (H. Hinnant,
    /// "chrono-compatible low-level date algorithms").
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
