/// The `from` and `to` of a query request (Grafana's forms, tried in this order): milliseconds since 1970, a duration before now,
/// date math.
public enum TimeText {
    /// Milliseconds since 1970; nothing when `text` is none of the forms. An empty text is 0, as no text is.
    public static func milliseconds(_ text: String, now: Int64, roundsUp: Bool) -> Int64? {
        let trimmed = trimming(text)
        if trimmed.isEmpty { return 0 }
        if let number = Int64(trimmed) { return number }
        if let first = trimmed.utf8.first, first &- 0x30 < 10 || first == UInt8(ascii: "."),
            let duration = try? Interval(goDuration: String(trimmed))
        {
            return now - duration.milliseconds
        }
        return DateMath.moment(of: String(trimmed), now: now, roundsUp: roundsUp)
    }

    private static func trimming(_ text: String) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        var rest = text[...].drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
