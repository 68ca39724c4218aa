/// A moment of UTC by the calendar, to the second.
struct CivilTime: Equatable {
    let date: CivilDate
    /// 0 to 23.
    let hour: Int64
    let minute: Int64
    let second: Int64

    /// Nothing beyond the years of `CivilDate`.
    init?(milliseconds: Int64) {
        let seconds = milliseconds.flooredQuotient(by: 1_000)
        let days = seconds.flooredQuotient(by: 86_400)
        let rest = seconds - days * 86_400
        guard let date = CivilDate(days: days) else { return nil }
        self.date = date
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// As RFC 3339 writes it: `2026-11-21T16:15:28Z`.
    var rfc3339: String {
        "\(padded(date.year, 4))-\(padded(date.month))-\(padded(date.day))T\(padded(hour)):\(padded(minute)):\(padded(second))Z"
    }

    private func padded(_ number: Int64, _ width: Int = 2) -> String { number.padded(to: width) }
}

extension Int64 {
    /// In base 10 with zeros in front up to `width` digits.
    func padded(to width: Int) -> String {
        let digits = String(magnitude)
        let zeros = String(repeating: "0", count: Swift.max(0, width - digits.utf8.count))
        return (self < 0 ? "-" : "") + zeros + digits
    }
}
