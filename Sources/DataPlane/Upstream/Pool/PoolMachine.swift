/// The connections to one origin: which are idle, how many there are. No I/O; the slots live in `Upstream`.
///
/// Idle ones are used last in, first out, so that the few that are needed stay warm and the rest time out.
public struct PoolMachine: Sendable {
    private var idle: [Int] = []
    /// Idle and busy.
    public private(set) var total = 0

    public init() {}

    public var idleCount: Int { idle.count }

    public mutating func acquire(totalMax: Int, mustDial: Bool) -> PoolStep {
        if !mustDial, let slot = idle.popLast() { return .reuse(slot: slot) }
        guard total < totalMax else { return .refuse }
        total += 1
        return .dial
    }

    /// A connection has answered and can be used again; false when enough are idle already and it is to be closed.
    public mutating func giveBack(_ slot: Int, idleMax: Int) -> Bool {
        guard idle.count < idleMax else { return false }
        idle.append(slot)
        return true
    }

    /// The longest idle one, to make room for a dial.
    public mutating func takeOldest() -> Int? {
        idle.isEmpty ? nil : idle.removeFirst()
    }

    /// A dial that was granted did not begin.
    public mutating func forgetDial() {
        precondition(total > 0)
        total -= 1
    }

    /// A connection has ended.
    public mutating func remove(_ slot: Int) {
        precondition(total > 0)
        total -= 1
        if let index = idle.lastIndex(of: slot) { idle.remove(at: index) }
    }
}
