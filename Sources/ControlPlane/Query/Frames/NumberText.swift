/// A column of numbers whose JSON is ready: number text that was passed through from a source and never became a number.
public struct NumberText: Sendable {
    /// The elements of a JSON array with commas between them, `null` for special values.
    public let json: [UInt8]
    public let count: Int
    public let special: SpecialValues

    /// `json` holds `count` elements of the number grammar of RFC 8259, or `null`.
    public init(json: [UInt8], count: Int, special: SpecialValues = SpecialValues()) {
        self.json = json
        self.count = count
        self.special = special
    }
}
