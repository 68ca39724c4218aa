/// What a column of a series is called.
enum InfluxSeriesName {
    /// Without an alias `measurement.column { tag: value }`. In an alias `$m` and `$measurement`, `$col`, `$tag_NAME` and `$0`, `$1`, ... (the
    /// parts of the measurement between dots) are replaced, also as `[[col]]`; what has no value stays.
    static func text(_ series: InfluxSeries, column: String, alias: String) -> String {
        guard !alias.isEmpty else { return full(series, column) }
        var result = ""
        var rest = alias.utf8[...]
        while let first = rest.first {
            let length = referenceLength(rest)
            if length == 0 {
                let plain = rest.prefix { $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "[") }
                let taken = plain.isEmpty ? rest.prefix(1) : plain
                result += String(decoding: taken, as: UTF8.self)
                rest = rest.dropFirst(taken.count)
                continue
            }
            let reference = String(decoding: rest.prefix(length), as: UTF8.self)
            let isDollar = first == UInt8(ascii: "$")
            let name = isDollar ? reference.dropFirst() : reference.dropFirst(2).dropLast(2)
            result += value(of: name, series, column) ?? reference
            rest = rest.dropFirst(length)
        }
        return result
    }

    private static func full(_ series: InfluxSeries, _ column: String) -> String {
        let name = "\(series.name).\(column)"
        guard !series.tags.isEmpty else { return name }
        let tags = series.tags.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return name + " { " + tags.map { "\($0.key): \($0.value)" }.joined(separator: " ") + " }"
    }

    private static func value(of name: Substring, _ series: InfluxSeries, _ column: String) -> String? {
        if name == "m" || name == "measurement" { return series.name }
        if name == "col" { return column }
        if name.hasPrefix("tag_") { return series.tags[String(name.dropFirst(4))] }
        guard let place = Int(name), place >= 0 else { return nil }
        let parts = series.name.split(separator: ".", omittingEmptySubsequences: false)
        return place < parts.count ? String(parts[place]) : nil
    }

    /// Bytes of the reference that `text` begins with; 0 when it begins with none.
    private static func referenceLength(_ text: Substring.UTF8View) -> Int {
        if text.first == UInt8(ascii: "$") { return 1 + text.dropFirst().prefix(while: isNameByte).count }
        guard text.starts(with: "[[".utf8) else { return 0 }
        let name = text.dropFirst(2).prefix { isNameByte($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }
        guard !name.isEmpty, text.dropFirst(2 + name.count).starts(with: "]]".utf8) else { return 0 }
        return name.count + 4
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"): true
        default: false
        }
    }
}
