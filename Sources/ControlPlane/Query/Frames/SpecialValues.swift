/// Rows of a column that JSON has no number for; they are written as `null` and listed under `entities`.
public struct SpecialValues: Sendable, Equatable {
    public var nan: [Int] = []
    public var infinite: [Int] = []
    public var negativeInfinite: [Int] = []

    public init() {}

    public var isEmpty: Bool { nan.isEmpty && infinite.isEmpty && negativeInfinite.isEmpty }

    /// Notes row `row` if `value` is special; whether it is.
    public mutating func note(_ value: Double, row: Int) -> Bool {
        if value.isNaN {
            nan.append(row)
        } else if value == .infinity {
            infinite.append(row)
        } else if value == -.infinity {
            negativeInfinite.append(row)
        } else {
            return false
        }
        return true
    }
}
