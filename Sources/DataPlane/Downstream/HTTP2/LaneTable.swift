/// One connection's lanes by stream. Streams begin in the order of their numbers (RFC 9113 5.1.1), and few are under way at once: a sorted
/// array finds one sooner than a hash does.
struct LaneTable {
    private var lanes: [HTTP2Lane] = []

    var isEmpty: Bool { lanes.isEmpty }

    subscript(stream: Int32) -> HTTP2Lane? {
        let index = place(of: stream)
        return index < lanes.count && lanes[index].stream == stream ? lanes[index] : nil
    }

    mutating func insert(_ lane: HTTP2Lane) { lanes.insert(lane, at: place(of: lane.stream)) }

    mutating func remove(_ stream: Int32) -> HTTP2Lane? {
        let index = place(of: stream)
        return index < lanes.count && lanes[index].stream == stream ? lanes.remove(at: index) : nil
    }

    /// All of them in the order of their streams; none is left.
    mutating func removeAll() -> [HTTP2Lane] {
        defer { lanes = [] }
        return lanes
    }

    /// Where the first lane stands whose stream is not before `stream`.
    private func place(of stream: Int32) -> Int {
        var (low, high) = (0, lanes.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if lanes[middle].stream < stream { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
