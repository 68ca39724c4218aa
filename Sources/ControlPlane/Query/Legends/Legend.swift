/// How a series is called: by its labels, or by what a query's `legendFormat` says.
enum Legend {
    /// As Prometheus prints a metric: `up{instance="x:1", job="a"}`, or `{}` without name and labels.
    static func name(of labels: [String: String]) -> String {
        let name = labels["__name__"]
        let pairs = labels.filter { $0.key != "__name__" }.map { "\($0.key)=\($0.value.goQuoted)" }
        if pairs.isEmpty { return name ?? "{}" }
        let sorted = pairs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return "\(name ?? ""){\(sorted.joined(separator: ", "))}"
    }

    /// `format` with each `{{label}}` replaced by the label's value; by nothing where there is no such label.
    static func text(_ format: String, of labels: [String: String]) -> String {
        let bytes = Array(format.utf8)
        var text: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard let name = place(in: bytes, at: offset) else {
                text.append(bytes[offset])
                offset += 1
                continue
            }
            if let value = labels[trimmed(bytes[name])] { text += value.utf8 }
            offset = name.upperBound + 2
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands inside the `{{…}}` that begins at `offset`, at least one byte.
    private static func place(in bytes: [UInt8], at offset: Int) -> Range<Int>? {
        guard isPair(UInt8(ascii: "{"), in: bytes, at: offset) else { return nil }
        var end = offset + 3
        while end < bytes.count {
            if isPair(UInt8(ascii: "}"), in: bytes, at: end) { return offset + 2..<end }
            end += 1
        }
        return nil
    }

    private static func isPair(_ byte: UInt8, in bytes: [UInt8], at offset: Int) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == byte && bytes[offset + 1] == byte
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return String(decoding: rest, as: UTF8.self)
    }
}
