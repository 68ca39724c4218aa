/// Values that the queries of one call of a source may still bring. An answer of 64 MiB can hold, and a generator can make, far more of
/// them than anybody looks at; each takes up to 16 bytes as a column and then some as text.
struct PointBudget {
    static let pointsMax = 2_000_000

    private var rest = PointBudget.pointsMax

    /// Takes `count` values; a query for which too few are left has an error, and leaves them to the others.
    mutating func take(_ count: Int) throws(QueryError) {
        guard count <= rest else { throw QueryError("the answer has more than \(Self.pointsMax) values; ask for less") }
        rest -= count
    }
}
