extension PointBudget {
    /// A frame costs several hundred bytes however few values it has.
    mutating func takeFrame() throws(QueryError) { try take(16) }
}
