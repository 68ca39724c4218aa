extension FrameTime {
    /// From `2023-11-14T22:13:20.123456789+01:00` (RFC 3339, with a capital T and Z). What lies beyond nanoseconds is cut off. Nothing when
    /// the text is another, or names a day that does not exist.
    init?(rfc3339 text: String) {
        var reader = RFC3339Reader(text.utf8)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T"), let hour = reader.digits(2), reader.skip(":"),
            let minute = reader.digits(2), reader.skip(":"), let second = reader.digits(2), hour < 24, minute < 60,
            second < 60
        else { return nil }
        guard let date = CivilTime(year: year, month: month, day: day, second: hour * 3_600 + minute * 60 + second),
            CivilTime(secondsSince1970: date.secondsSince1970) == date,
            let fraction = reader.skip(".") ? reader.fraction() : 0, let offset = reader.offset(), reader.isAtEnd
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

/// Reads the parts of a time from the front of a text.
private struct RFC3339Reader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// At least one digit; in nanoseconds.
    mutating func fraction() -> Int64? {
        guard var value = digit() else { return nil }
        var unit: Int64 = 100_000_000
        value *= unit
        while let digit = digit() {
            unit /= 10
            value += digit * unit
        }
        return value
    }

    /// `Z` or hours and minutes east of UTC; in seconds.
    mutating func offset() -> Int64? {
        if skip("Z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard isWest ? skip("-") : skip("+"), let hours = digits(2), skip(":"), let minutes = digits(2), hours < 24,
            minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
    }

    private mutating func digit() -> Int64? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }
}
