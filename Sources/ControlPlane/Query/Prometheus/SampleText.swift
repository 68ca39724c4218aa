/// The parts of samples in whatever spelling a source may choose.
enum SampleText {
    /// Milliseconds since 1970 of a JSON number of seconds; nothing beyond 292 million years.
    static func milliseconds(_ seconds: String) -> Int64? {
        guard let value = Double(seconds) else { return nil }
        return Int64(exactly: (value * 1_000).rounded())
    }

    /// What Go's `strconv.ParseFloat` reads: decimal and hexadecimal numbers, `NaN`, `Inf` and `infinity` in any case. Nothing for
    /// other texts and for numbers too large for a double.
    static func double(_ text: String) -> Double? {
        switch text.lowercased() {
        case "nan": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: break
        }
        guard let first = text.utf8.first(where: { $0 != 0x2B && $0 != 0x2D }), first == 0x2E || first &- 0x30 < 10,
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    /// The shortest JSON number that reads back as `value`, which is finite.
    static func json(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
