internal import Bytes
internal import Catalog
internal import HTTP

/// The caller's cookies that a source may see: those its settings name, of all Cookie lines together, each once (the last wins),
/// sorted by name as Grafana sends them.
enum CookieField {
    static func append(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, keeping keep: KeepCookies,
        to arena: inout ByteBuffer
    ) {
        guard !keep.isEmpty, head.has(.cookie) else { return }
        let bytes = read.span
        var pairs: [Pair] = []
        for line in head.fields where line.known == .cookie { append(line.value.range, of: bytes, keep, to: &pairs) }
        let kept = lastOfEach(pairs, bytes)
        guard !kept.isEmpty else { return }
        arena.append("Cookie: ")
        for index in kept.indices {
            if index > 0 { arena.append("; ") }
            arena.append(bytes.extracting(kept[index].whole))
        }
        arena.append("\r\n")
    }

    private struct Pair {
        let name: Range<Int>
        let whole: Range<Int>
    }

    private static func append(
        _ value: Range<Int>, of bytes: Span<UInt8>, _ keep: KeepCookies, to pairs: inout [Pair]
    ) {
        let within = bytes.extracting(0..<value.upperBound)
        var start = value.lowerBound
        while start < value.upperBound {
            let end = within.firstOffset(of: UInt8(ascii: ";"), from: start) ?? value.upperBound
            var first = start
            while first < end, bytes[first] == UInt8(ascii: " ") { first += 1 }
            let equals = bytes.extracting(0..<end).firstOffset(of: UInt8(ascii: "="), from: first) ?? end
            let name = first..<equals
            if equals < end, keep.keeps(bytes.extracting(name)) {
                pairs.append(Pair(name: name, whole: first..<end))
            }
            start = end + 1
        }
    }

    /// Sorted by name, and of one name the last that was sent: by sorting, because a head has room for thousands.
    private static func lastOfEach(_ pairs: [Pair], _ bytes: Span<UInt8>) -> [Pair] {
        var sorted = pairs
        sorted.sort { a, b in
            let (first, second) = (bytes.extracting(a.name), bytes.extracting(b.name))
            return first.equals(second) ? a.name.lowerBound < b.name.lowerBound : precedes(first, second)
        }
        var last: [Pair] = []
        for (index, pair) in sorted.enumerated() {
            let isRepeated =
                index + 1 < sorted.count && bytes.extracting(sorted[index + 1].name).equals(bytes.extracting(pair.name))
            if !isRepeated { last.append(pair) }
        }
        return last
    }

    private static func precedes(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] }
        return a.count < b.count
    }
}
