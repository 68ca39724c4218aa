/// A moment in the forms of RFC 3339 that Elasticsearch's date math knows: a year, with as much behind it as there is.
enum TimestampText {
    /// Milliseconds since 1970; without a zone it is UTC.
    static func milliseconds(_ text: Substring) -> Int64? {
        let utf8 = text.utf8
        var reader = DigitScanner(utf8.span)
        guard let year = reader.number(digits: 4) else { return nil }
        var month: Int64 = 1
        var day: Int64 = 1
        var time: Int64 = 0
        if reader.take("-") {
            guard let number = reader.number(digits: 2), (1...12).contains(number) else { return nil }
            month = number
            if reader.take("-") {
                guard let number = reader.number(digits: 2), (1...31).contains(number) else { return nil }
                day = number
                if reader.take("T") || reader.take(" ") {
                    guard let ofDay = timeOfDay(&reader) else { return nil }
                    time = ofDay
                }
            }
        }
        guard reader.isAtEnd, let date = CivilTime(year: year, month: month, day: day),
            // February 30 is no day.
            CivilTime(secondsSince1970: date.secondsSince1970) == date
        else { return nil }
        return date.secondsSince1970 * 1_000 + time
    }

    /// Milliseconds into the day, the zone's offset taken off.
    private static func timeOfDay(_ reader: inout DigitScanner) -> Int64? {
        guard let hours = reader.number(digits: 2), hours < 24 else { return nil }
        var milliseconds = hours * 3_600_000
        if reader.take(":") {
            guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
            milliseconds += minutes * 60_000
            if reader.take(":") {
                guard let seconds = reader.number(digits: 2), seconds < 60 else { return nil }
                milliseconds += seconds * 1_000
                if reader.take(".") {
                    guard let fraction = reader.fraction() else { return nil }
                    milliseconds += fraction / 1_000_000
                }
            }
        }
        if reader.isAtEnd || reader.take("Z") { return milliseconds }
        let isWest = reader.take("-")
        guard isWest || reader.take("+"), let hours = reader.number(digits: 2), hours < 24 else { return nil }
        _ = reader.take(":")
        guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
        let offset = (hours * 60 + minutes) * 60_000
        return isWest ? milliseconds + offset : milliseconds - offset
    }
}
