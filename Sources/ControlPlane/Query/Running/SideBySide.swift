/// Several questions at a time, and not more.
public enum SideBySide {
    /// What `work` makes of each item, in the order of the items; at most `limit` of them are under way at a time.
    public static func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], atMost limit: Int, _ work: @escaping @Sendable (Item) async -> Result
    ) async -> [Result] {
        precondition(limit > 0)
        var results: [(index: Int, result: Result)] = []
        results.reserveCapacity(items.count)
        await withTaskGroup(of: (Int, Result).self) { group in
            for (index, item) in items.enumerated() {
                if index >= limit, let next = await group.next() { results.append(next) }
                group.addTask { (index, await work(item)) }
            }
            for await next in group { results.append(next) }
        }
        return results.sorted { $0.index < $1.index }.map(\.result)
    }
}
