/// The `from` and `to` of a query request (Grafana's forms, tried in this order): milliseconds since 1970, a duration before now,
/// date math.
///
/// A number with blanks around it or with a fraction, and a date with a blank before its hour, are 1970, as in Grafana 12.4.0, which asks
/// for that whatever the text; any other text is no time here.
public enum TimeText {
    /// Milliseconds since 1970; nothing when `text` is none of the forms. An empty text is 0, as no text is.
    public static func milliseconds(_ text: String, now: Int64, roundsUp: Bool) -> Int64? {
        if text.isEmpty { return 0 }
        if let number = Int64(text) { return number }
        if let first = text.utf8.first, first &- 0x30 < 10 || first == UInt8(ascii: "."),
            let duration = try? Interval(goDuration: text)
        {
            return now - duration.milliseconds
        }
        guard !text.utf8.contains(UInt8(ascii: " ")) else { return isNearlyTime(text) ? 0 : nil }
        return DateMath.moment(of: text, now: now, roundsUp: roundsUp) ?? (isNearlyTime(text) ? 0 : nil)
    }

    private static func isNearlyTime(_ text: String) -> Bool {
        if TimestampText.milliseconds(text[...]) != nil { return true }
        let trimmed = trimming(text)
        if Int64(trimmed) != nil { return true }
        guard let first = trimmed.utf8.first, first &- 0x30 < 10, Double(trimmed) != nil else { return false }
        return trimmed.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    }

    private static func trimming(_ text: String) -> Substring {
        var rest = text[...].drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
