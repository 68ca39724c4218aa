extension AskedSource {
    /// Queries of one source and request that are under way at a time.
    static let sideBySideMax = 10

    /// What `answer` makes of each query, by refId, several at a time; a query without a result is left out.
    func sideBySide(
        _ queries: [NativeQuery], _ answer: @escaping @Sendable (NativeQuery) async -> QueryResult?
    ) async -> [String: QueryResult] {
        await withTaskGroup(of: (refID: String, result: QueryResult?).self) { group in
            var results: [String: QueryResult] = [:]
            var waiting = queries.makeIterator()
            for _ in 0..<Self.sideBySideMax {
                guard let query = waiting.next() else { break }
                group.addTask { (query.refID, await answer(query)) }
            }
            while let done = await group.next() {
                results[done.refID] = done.result
                if let query = waiting.next() { group.addTask { (query.refID, await answer(query)) } }
            }
            return results
        }
    }
}
