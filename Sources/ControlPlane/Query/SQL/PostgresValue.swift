internal import Bytes
internal import JSON

/// PostgreSQL's text of a value as what it means.
enum PostgresValue {
    static func bool(_ text: Span<UInt8>) -> Bool? {
        if text.equals("t") { return true }
        return text.equals("f") ? false : nil
    }

    static func integer(_ text: Span<UInt8>) -> Int64? { Int64(string(text)) }

    /// `NaN` and `Infinity` are numbers here.
    static func double(_ text: Span<UInt8>) -> Double? { Double(string(text)) }

    static func string(_ text: Span<UInt8>) -> String { String(decoding: text.copy(), as: UTF8.self) }

    /// A value of json or jsonb; a text that our reader refuses (a key twice) stays a text.
    static func json(_ text: Span<UInt8>) -> JSONValue {
        if let value = try? JSONValue(parsing: text) { return value }
        return .string(string(text))
    }

    /// `\x0102`, as its bytes. What is no UTF-8 becomes U+FFFD.
    static func bytes(_ text: Span<UInt8>) -> String {
        guard text.starts(with: "\\x"), text.count % 2 == 0 else { return string(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return string(text) }
            bytes.append(high << 4 | low)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if byte &- 0x30 < 10 { return byte - 0x30 }
        let letter = byte.lowercasedASCII &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }

    /// `2023-11-14`, `2023-11-14 22:13:20.123456`, the same with an offset, with `BC` behind it. Nothing for `infinity`.
    static func time(_ text: Span<UInt8>) -> FrameTime? {
        var scanner = DigitScanner(text)
        guard var year = scanner.number(), scanner.take("-"), let month = scanner.number(), scanner.take("-"),
            let day = scanner.number()
        else { return nil }
        var second: Int64 = 0
        var nanosecond: Int64 = 0
        var offset: Int64 = 0
        if scanner.take(" "), let hour = scanner.number() {
            guard scanner.take(":"), let minute = scanner.number(), scanner.take(":"), let rest = scanner.number(),
                hour <= 24, minute < 60, rest <= 60
            else { return nil }
            second = hour * 3_600 + minute * 60 + rest
            if scanner.take(".") { nanosecond = scanner.fraction() ?? 0 }
            offset = scanner.offset()
        }
        if text.hasSuffix(" BC") { year = 1 - year }
        guard
            let civil = CivilTime(
                year: year, month: month, day: day, second: min(second, 86_400), nanosecond: nanosecond)
        else { return nil }
        return FrameTime(seconds: civil.secondsSince1970 - offset, nanosecond: nanosecond)
    }
}

extension DigitScanner {
    /// `+02`, `-03:30`, `+00:19:32`, in seconds; 0 when there is none.
    fileprivate mutating func offset() -> Int64 {
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = number() else { return 0 }
        var seconds = hours * 3_600
        if take(":") { seconds += (number() ?? 0) * 60 }
        if take(":") { seconds += number() ?? 0 }
        return isNegative ? -seconds : seconds
    }
}

extension Span<UInt8> {
    fileprivate func hasSuffix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && extracting(last: text.utf8CodeUnitCount).equals(text)
    }
}
