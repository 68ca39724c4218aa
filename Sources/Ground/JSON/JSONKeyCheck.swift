internal import Bytes

/// Finds two equal keys in one object: few are compared each with each, many are sorted first, so that a hostile object
/// costs length times logarithm and no more. Compares what keys stand for: `"a"` and `"\u0061"` are equal.
struct JSONKeyCheck: ~Copyable {
    /// A key by its first eight bytes, which decide most comparisons, and where all of them are.
    private struct Mark {
        var prefix: UInt64
        /// In the text, or in `unescaped` when the key holds escapes.
        var start: UInt32
        var end: UInt32
        var isUnescaped: Bool
        /// Place of the key in the text.
        var offset: UInt32
    }

    /// Up to this many keys, comparing each with each is faster than sorting.
    private static let pairwiseMax = 12

    private var marks: [Mark] = []
    private var unescaped = ByteBuffer()

    /// Refuses the object at `container`, whose members are complete, at the first key that stands there already.
    mutating func check(_ container: Int, _ entries: [JSONTape.Entry], in bytes: Span<UInt8>) throws(JSONError) {
        collect(container, entries, in: bytes)
        guard marks.count > 1 else { return }
        let duplicate = marks.count <= Self.pairwiseMax ? pairwise(in: bytes) : sorted(in: bytes)
        if let duplicate { throw JSONError(.duplicateKey, at: duplicate) }
    }

    private mutating func collect(_ container: Int, _ entries: [JSONTape.Entry], in bytes: Span<UInt8>) {
        marks.removeAll(keepingCapacity: true)
        unescaped.removeAll()
        var index = container + 1
        while index < entries.count {
            mark(entries[index], in: bytes)
            index = Int(entries[index + 1].next)
        }
    }

    private mutating func mark(_ entry: JSONTape.Entry, in bytes: Span<UInt8>) {
        var range = entry.inside
        if entry.isEscaped {
            let start = unescaped.count
            JSONEscape.append(range, of: bytes, to: &unescaped)
            range = start..<unescaped.count
        }
        marks.append(
            Mark(
                prefix: entry.isEscaped ? Self.prefix(range, of: unescaped.span) : Self.prefix(range, of: bytes),
                start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound),
                isUnescaped: entry.isEscaped, offset: entry.start))
    }

    /// The first eight bytes, the first one highest; shorter keys are filled with zeros.
    private static func prefix(_ range: Range<Int>, of bytes: Span<UInt8>) -> UInt64 {
        var prefix: UInt64 = 0
        for place in 0..<8 {
            let offset = range.lowerBound + place
            prefix = prefix << 8 | (offset < range.upperBound ? UInt64(bytes[offset]) : 0)
        }
        return prefix
    }

    private func pairwise(in bytes: Span<UInt8>) -> Int? {
        for later in 1..<marks.count {
            for earlier in 0..<later where order(marks[earlier], marks[later], in: bytes) == 0 {
                return Int(marks[later].offset)
            }
        }
        return nil
    }

    private mutating func sorted(in bytes: Span<UInt8>) -> Int? {
        var sorted = marks
        sorted.sort { a, b in
            let order = order(a, b, in: bytes)
            return order != 0 ? order < 0 : a.offset < b.offset
        }
        var found: Int?
        for index in 1..<sorted.count where order(sorted[index - 1], sorted[index], in: bytes) == 0 {
            found = min(found ?? .max, Int(sorted[index].offset))
        }
        return found
    }

    /// Below, at or above 0 as `a` sorts before, with or behind `b`.
    private func order(_ a: Mark, _ b: Mark, in bytes: Span<UInt8>) -> Int {
        if a.prefix != b.prefix { return a.prefix < b.prefix ? -1 : 1 }
        let lengths = (Int(a.end - a.start), Int(b.end - b.start))
        var place = 8
        while place < min(lengths.0, lengths.1) {
            let bytes = (byte(place, of: a, in: bytes), byte(place, of: b, in: bytes))
            if bytes.0 != bytes.1 { return bytes.0 < bytes.1 ? -1 : 1 }
            place += 1
        }
        return lengths.0 - lengths.1
    }

    @inline(__always)
    private func byte(_ place: Int, of mark: Mark, in bytes: Span<UInt8>) -> UInt8 {
        let offset = Int(mark.start) + place
        return mark.isUnescaped ? unescaped.span[offset] : bytes[offset]
    }
}
