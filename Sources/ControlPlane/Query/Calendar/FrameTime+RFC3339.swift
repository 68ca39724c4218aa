extension FrameTime {
    /// From `2023-11-14T22:13:20.123456789+01:00` (RFC 3339, with a capital T and Z). What lies beyond nanoseconds is cut off. Nothing when
    /// the text is another, or names a day that does not exist.
    init?(rfc3339 text: String) {
        let utf8 = text.utf8
        var reader = DigitScanner(utf8.span)
        guard let year = reader.number(digits: 4), reader.take("-"), let month = reader.number(digits: 2),
            reader.take("-"),
            let day = reader.number(digits: 2), reader.take("T"), let hour = reader.number(digits: 2), reader.take(":"),
            let minute = reader.number(digits: 2), reader.take(":"), let second = reader.number(digits: 2), hour < 24,
            minute < 60,
            second < 60
        else { return nil }
        guard let date = CivilTime(year: year, month: month, day: day, second: hour * 3_600 + minute * 60 + second),
            CivilTime(secondsSince1970: date.secondsSince1970) == date,
            let fraction = reader.take(".") ? reader.fraction() : 0, let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let seconds = date.secondsSince1970 - offset
        self.init(
            milliseconds: seconds * 1_000 + fraction / 1_000_000,
            nanoseconds: Int32(truncatingIfNeeded: fraction % 1_000_000))
    }

    /// RFC 3339 in UTC with as many places as it has (Go's `RFC3339Nano`).
    var rfc3339: String {
        let remainder = milliseconds % 1_000
        let places = (remainder < 0 ? remainder + 1_000 : remainder) * 1_000_000 + Int64(nanoseconds)
        let second = CivilTime(secondsSince1970: wholeSeconds).rfc3339
        guard places > 0 else { return second }
        var fraction = places.padded(to: 9)
        while fraction.last == "0" { fraction.removeLast() }
        return second.dropLast() + "." + fraction + "Z"
    }
}

extension DigitScanner {
    /// `Z` or hours and minutes east of UTC; in seconds.
    fileprivate mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
    }
}
