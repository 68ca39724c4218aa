internal import Bytes
internal import Catalog

/// The caller's cookies that a source may see: those its settings name, each once (the last wins), sorted by name as Grafana sends
/// them.
enum CookieField {
    static func append(_ value: Span<UInt8>, keeping keep: KeepCookies, to arena: inout ByteBuffer) {
        guard !keep.isEmpty else { return }
        let kept = pairs(value, keep)
        guard !kept.isEmpty else { return }
        arena.append("Cookie: ")
        for index in kept.indices {
            if index > 0 { arena.append("; ") }
            arena.append(value.extracting(kept[index].whole))
        }
        arena.append("\r\n")
    }

    private struct Pair {
        let name: Range<Int>
        let whole: Range<Int>
    }

    private static func pairs(_ value: Span<UInt8>, _ keep: KeepCookies) -> [Pair] {
        var kept: [Pair] = []
        var start = 0
        while start < value.count {
            let end = value.firstOffset(of: UInt8(ascii: ";"), from: start) ?? value.count
            var first = start
            while first < end, value[first] == UInt8(ascii: " ") { first += 1 }
            let equals = value.extracting(0..<end).firstOffset(of: UInt8(ascii: "="), from: first) ?? end
            let name = first..<equals
            if equals < end, keep.keeps(value.extracting(name)) {
                kept.append(Pair(name: name, whole: first..<end))
            }
            start = end + 1
        }
        return lastOfEach(kept, value)
    }

    /// Sorted by name, and of one name the last that was sent: by sorting, because a head has room for thousands.
    private static func lastOfEach(_ pairs: [Pair], _ value: Span<UInt8>) -> [Pair] {
        var sorted = pairs
        sorted.sort { a, b in
            let (first, second) = (value.extracting(a.name), value.extracting(b.name))
            return first.equals(second) ? a.name.lowerBound < b.name.lowerBound : precedes(first, second)
        }
        var last: [Pair] = []
        for (index, pair) in sorted.enumerated() {
            let isRepeated =
                index + 1 < sorted.count && value.extracting(sorted[index + 1].name).equals(value.extracting(pair.name))
            if !isRepeated { last.append(pair) }
        }
        return last
    }

    private static func precedes(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] }
        return a.count < b.count
    }
}
