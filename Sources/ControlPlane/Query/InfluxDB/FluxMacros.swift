internal import JSON

/// The macros of Flux: `v.timeRangeStart`, `v.timeRangeStop`, `v.windowPeriod`, `v.bucket`, `v.defaultBucket`, `v.organization`, and
/// `$__interval_ms` and `$__interval`.
struct FluxMacros {
    private let variables: [String: String]
    private let interval: Interval

    init(_ query: NativeQuery, _ settings: FluxSettings) {
        let options = query.model["options"]
        func option(_ name: String, else standard: String) -> String {
            let text = options?[name]?.stringValue ?? ""
            return "\"\(text.isEmpty ? standard : text)\""
        }
        interval = max(.milliseconds(query.intervalMilliseconds), .millisecond)
        variables = [
            "timeRangeStart": query.range.from.rfc3339, "timeRangeStop": query.range.to.rfc3339,
            "windowPeriod": interval.goText, "bucket": option("bucket", else: settings.bucket),
            "defaultBucket": option("defaultBucket", else: settings.bucket),
            "organization": option("organization", else: settings.organization),
        ]
    }

    func replaced(in text: String) -> String {
        var result = ""
        var rest = text[...]
        var before: Character = " "
        while let character = rest.first {
            if let (macro, length) = macro(at: rest, behind: before) {
                result += macro
                rest = rest.dropFirst(length)
                before = "."
            } else {
                result.append(character)
                rest.removeFirst()
                before = character
            }
        }
        return result
    }

    /// What stands for the macro that `rest` begins with, and how long that is.
    private func macro(at rest: Substring, behind before: Character) -> (text: String, length: Int)? {
        if rest.hasPrefix("$__interval_ms") { return (String(interval.milliseconds), 14) }
        if rest.hasPrefix("$__interval") { return (interval.macroText, 11) }
        // `v` is a name of its own, and what follows the dot is a whole one.
        guard rest.hasPrefix("v."), !Self.isNamePart(before), before != "." else { return nil }
        let name = rest.dropFirst(2).prefix(while: Self.isNamePart)
        return variables[String(name)].map { ($0, name.count + 2) }
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character == "_" || character.isLetter || character.isNumber
    }
}
