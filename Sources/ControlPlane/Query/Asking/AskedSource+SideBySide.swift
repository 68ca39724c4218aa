extension AskedSource {
    /// Queries of one source and request that are under way at a time.
    static let sideBySideMax = 10

    /// What `answer` makes of each query, by refId, several at a time; a query without a result is left out.
    func sideBySide(
        _ queries: [NativeQuery], _ answer: @escaping @Sendable (NativeQuery) async -> QueryResult?
    ) async -> [String: QueryResult] {
        let answers = await SideBySide.map(queries, atMost: Self.sideBySideMax) { (refID: $0.refID, await answer($0)) }
        var results: [String: QueryResult] = [:]
        for (refID, result) in answers { results[refID] = result }
        return results
    }
}
