internal import Reactor

/// Callers whose TLS handshake is under way, the oldest first. Beyond the bound the oldest makes place, so that callers that never
/// finish theirs do not keep others out.
struct HandshakeLine {
    private var handles: [Handle] = []
    private var first = 0
    /// Those that are under way.
    private(set) var count = 0

    mutating func join(_ handle: Handle) {
        handles.append(handle)
        count += 1
    }

    /// One has ended, one way or the other; its handle stays until its turn comes.
    mutating func left() {
        precondition(count > 0)
        count -= 1
        if count == 0 { (handles, first) = ([], 0) }
    }

    /// The handle that joined first of those not asked for yet; it may have left.
    mutating func next() -> Handle? {
        guard first < handles.count else { return nil }
        defer { first += 1 }
        if first >= 1_024 {
            handles.removeFirst(first)
            first = 0
        }
        return handles[first]
    }
}
