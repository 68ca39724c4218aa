internal import Bytes

extension FieldName {
    /// The name that stands alone in `name`, in any mix of capitals; `other` for what is no field's name.
    public init(_ name: Span<UInt8>) {
        var line = name.copy()
        line.append(0x3A)
        // Room for the words that the scanner reads at a time.
        line.append(contentsOf: repeatElement(0x20, count: 24))
        guard let (colon, known) = try? FieldScanner.name(line.span, from: 0), colon == name.count else {
            self = .other
            return
        }
        self = known
    }
}
