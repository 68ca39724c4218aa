/// Moments as Grafana's date math writes them, in UTC: `now-6h`, `now/d`, `2024-01-31T00:00:00Z||+1M/M`.
struct DateMath {
    private static let dayMilliseconds: Int64 = 86_400_000
    /// Monday: 1970-01-01 was a Thursday.
    private static let weekShiftDays: Int64 = 3
    /// Ten thousand years.
    private static let monthsMax: Int64 = 120_000
    /// The years 0 to 9999: within them no step overflows.
    private static let moments: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// Milliseconds since 1970; one of `moments`, or what the clock says.
    private var moment: Int64
    /// Where rounding leads: to the unit's last millisecond, or its first.
    private let roundsUp: Bool

    /// Nothing when `text` is no date math, or leads beyond the years 0 to 9999.
    static func moment(of text: String, now: Int64, roundsUp: Bool) -> Int64? {
        if text.hasPrefix("now") { return evaluate(text.utf8.dropFirst(3), from: now, roundsUp: roundsUp) }
        let utf8 = text.utf8
        guard let bar = utf8.firstIndex(of: UInt8(ascii: "|")) else {
            return TimestampText.milliseconds(Substring(text))
        }
        let rest = utf8[bar...]
        guard rest.starts(with: "||".utf8), let anchor = TimestampText.milliseconds(text[..<bar]) else { return nil }
        return evaluate(rest.dropFirst(2), from: anchor, roundsUp: roundsUp)
    }

    private static func evaluate(_ steps: Substring.UTF8View, from anchor: Int64, roundsUp: Bool) -> Int64? {
        var math = DateMath(moment: anchor, roundsUp: roundsUp)
        var rest = steps
        while let sign = rest.popFirst() {
            switch sign {
            case UInt8(ascii: "/"):
                guard let (unit, bytes) = DateUnit.parse(rest), math.round(to: unit, isWeek: rest.first) else {
                    return nil
                }
                rest = rest.dropFirst(bytes)
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard let count = amount(&rest), let (unit, bytes) = DateUnit.parse(rest),
                    math.add(sign == UInt8(ascii: "-") ? -count : count, unit)
                else { return nil }
                rest = rest.dropFirst(bytes)
            default: return nil
            }
        }
        return math.moment
    }

    /// The digits before a unit; 1 when there are none, nothing when they are too many.
    private static func amount(_ text: inout Substring.UTF8View) -> Int64? {
        let digits = text.prefix { $0 &- 0x30 < 10 }
        guard digits.count <= 10 else { return nil }
        text = text.dropFirst(digits.count)
        return digits.isEmpty ? 1 : Int64(Substring(digits))
    }

    // MARK: Steps

    private var days: Int64 { moment.flooredQuotient(by: Self.dayMilliseconds) }

    /// False, and nothing is moved, when `target` lies beyond the years that are told.
    private mutating func move(to target: Int64) -> Bool {
        guard Self.moments.contains(target) else { return false }
        moment = target
        return true
    }

    private mutating func add(_ count: Int64, _ unit: DateUnit) -> Bool {
        let ofDay = moment - days * Self.dayMilliseconds
        switch unit {
        case .seconds(let seconds):
            let (distance, isBeyond) = count.multipliedReportingOverflow(by: seconds * 1_000)
            let (sum, overflows) = moment.addingReportingOverflow(distance)
            return !isBeyond && !overflows && move(to: sum)
        case .months(let months):
            guard abs(count) <= Self.monthsMax, let month = firstOfMonth(after: count * months) else { return false }
            // A day beyond the end of its month runs over into the next, as in Go.
            let day = CivilTime(milliseconds: moment).day - 1
            return move(to: month + day * Self.dayMilliseconds + ofDay)
        case .businessDays:
            guard abs(count) <= 1_000_000 else { return false }
            return move(to: Self.businessDay(count, from: days) * Self.dayMilliseconds + ofDay)
        }
    }

    /// The beginning of the month so many months after the moment's own.
    private func firstOfMonth(after months: Int64) -> Int64? {
        let date = CivilTime(milliseconds: moment)
        let total = date.year * 12 + date.month - 1 + months
        let year = total.flooredQuotient(by: 12)
        let first = CivilTime(year: year, month: total - year * 12 + 1, day: 1)
        return first.map { $0.secondsSince1970 * 1_000 }
    }

    /// The day `count` business days from `days`; Saturdays and Sundays do not count.
    private static func businessDay(_ count: Int64, from days: Int64) -> Int64 {
        // Whole weeks at once, so that no count takes long.
        var day = days + count / 5 * 7
        var left = count % 5
        while left != 0 {
            day += left.signum()
            let ofWeek = day + weekShiftDays - (day + weekShiftDays).flooredQuotient(by: 7) * 7
            if ofWeek < 5 { left -= left.signum() }
        }
        return day
    }

    private mutating func round(to unit: DateUnit, isWeek first: UInt8?) -> Bool {
        switch unit {
        case .seconds(let seconds):
            let length = seconds * 1_000
            let shift = first == UInt8(ascii: "w") ? Self.weekShiftDays * Self.dayMilliseconds : 0
            let start = (moment + shift).flooredQuotient(by: length) * length - shift
            return move(to: roundsUp ? start + length - 1 : start)
        case .months(let months):
            let back = -((CivilTime(milliseconds: moment).month - 1) % months)
            guard let start = firstOfMonth(after: back), let next = firstOfMonth(after: back + months) else {
                return false
            }
            return move(to: roundsUp ? next - 1 : start)
        case .businessDays: return round(to: .seconds(86_400), isWeek: nil)
        }
    }
}
