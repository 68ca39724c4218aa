/// A moment in the forms of RFC 3339 that Elasticsearch's date math knows: a year, with as much behind it as there is.
enum TimestampText {
    /// Milliseconds since 1970; without a zone it is UTC.
    static func milliseconds(_ text: Substring) -> Int64? {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(digits: 4) else { return nil }
        var month: Int64 = 1
        var day: Int64 = 1
        var time: Int64 = 0
        if reader.skip("-") {
            guard let number = reader.number(digits: 2), (1...12).contains(number) else { return nil }
            month = number
            if reader.skip("-") {
                guard let number = reader.number(digits: 2), (1...31).contains(number) else { return nil }
                day = number
                if reader.skip("T") || reader.skip(" ") {
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
    private static func timeOfDay(_ reader: inout DigitReader) -> Int64? {
        guard let hours = reader.number(digits: 2), hours < 24 else { return nil }
        var milliseconds = hours * 3_600_000
        if reader.skip(":") {
            guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
            milliseconds += minutes * 60_000
            if reader.skip(":") {
                guard let seconds = reader.number(digits: 2), seconds < 60 else { return nil }
                milliseconds += seconds * 1_000
                if reader.skip(".") {
                    guard let fraction = reader.fraction() else { return nil }
                    milliseconds += fraction
                }
            }
        }
        if reader.isAtEnd || reader.skip("Z") { return milliseconds }
        let isWest = reader.skip("-")
        guard isWest || reader.skip("+"), let hours = reader.number(digits: 2), hours < 24 else { return nil }
        _ = reader.skip(":")
        guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
        let offset = (hours * 60 + minutes) * 60_000
        return isWest ? milliseconds + offset : milliseconds - offset
    }
}

/// Numbers of a fixed width, one after the other.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) { rest = text }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        rest = rest.dropFirst(digits)
        return Int64(Substring(text))
    }

    /// The digits behind a point, as milliseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        let digits = rest.prefix { $0 &- 0x30 < 10 }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        rest = rest.dropFirst(digits.count)
        var value: Int64 = 0
        for digit in (Array(digits) + [0x30, 0x30]).prefix(3) {
            value = value * 10 + Int64(digit &- 0x30)
        }
        return value
    }
}
