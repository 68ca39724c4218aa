/// An organisation's routes in order of lower-cased name (its bytes; ties by id), in chunks, so that one change of a
/// copy moves a chunk and not everything: at most 512 entries of 100,000.
struct RouteOrder: Sendable {
    private struct Entry: Sendable {
        let folded: String
        let route: Route

        init(_ route: Route) {
            folded = route.source.name.lowercased()
            self.route = route
        }

        func precedes(_ other: Entry) -> Bool {
            if folded.sameBytes(as: other.folded) { return route.source.id < other.route.source.id }
            return folded.utf8.lexicographicallyPrecedes(other.folded.utf8)
        }
    }

    private static var chunkMax: Int { 512 }

    /// None is empty.
    private var chunks: [[Entry]] = []
    private(set) var count = 0

    init() {}

    init(_ routes: [Route]) {
        let entries = routes.map(Entry.init).sorted { $0.precedes($1) }
        count = entries.count
        for start in stride(from: 0, to: entries.count, by: Self.chunkMax / 2) {
            chunks.append(Array(entries[start..<min(start + Self.chunkMax / 2, entries.count)]))
        }
    }

    var routes: [Route] {
        var result: [Route] = []
        result.reserveCapacity(count)
        for chunk in chunks { result.append(contentsOf: chunk.lazy.map(\.route)) }
        return result
    }

    /// Whether a name equals this one, which is in lower case, but for the case of letters.
    func contains(folded: String) -> Bool {
        guard
            let chunk = firstIndex(
                chunks.count,
                where: { !chunks[$0][chunks[$0].count - 1].folded.utf8.lexicographicallyPrecedes(folded.utf8) })
        else { return false }
        let entries = chunks[chunk]
        let index = firstIndex(entries.count) { !entries[$0].folded.utf8.lexicographicallyPrecedes(folded.utf8) }
        return index.map { entries[$0].folded.sameBytes(as: folded) } ?? false
    }

    mutating func insert(_ route: Route) {
        let entry = Entry(route)
        count += 1
        guard !chunks.isEmpty else { return chunks.append([entry]) }
        let chunk = max(0, (firstIndex(chunks.count) { entry.precedes(chunks[$0][0]) } ?? chunks.count) - 1)
        let index = firstIndex(chunks[chunk].count) { entry.precedes(chunks[chunk][$0]) } ?? chunks[chunk].count
        chunks[chunk].insert(entry, at: index)
        if chunks[chunk].count > Self.chunkMax { split(chunk) }
    }

    /// Removes the route of that name and id, if it is there.
    mutating func remove(_ route: Route) {
        let entry = Entry(route)
        guard let chunk = firstIndex(chunks.count, where: { !chunks[$0][chunks[$0].count - 1].precedes(entry) }),
            let index = firstIndex(chunks[chunk].count, where: { !chunks[chunk][$0].precedes(entry) }),
            !entry.precedes(chunks[chunk][index])
        else { return }
        chunks[chunk].remove(at: index)
        count -= 1
        if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    }

    private mutating func split(_ chunk: Int) {
        let half = chunks[chunk].count / 2
        let tail = Array(chunks[chunk][half...])
        chunks[chunk].removeSubrange(half...)
        chunks.insert(tail, at: chunk + 1)
    }

    /// The first of `0..<count` for which `holds` is true; it is false before and true from there on.
    private func firstIndex(_ count: Int, where holds: (Int) -> Bool) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low < count ? low : nil
    }
}
