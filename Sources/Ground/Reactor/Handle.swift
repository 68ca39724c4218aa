/// What sits in `epoll_data`: which kind of thing, which slot, and the slot's generation. A stale event and a stale peer are one
/// cheap check: the generation in the slot has moved on.
public struct Handle: Hashable, Sendable {
    public enum Kind: UInt8, Sendable { case wake, listener, caller, source, resolver }

    /// 8 bits kind, 24 bits slot, 32 bits generation.
    public let raw: UInt64

    public init(kind: Kind, slot: Int, generation: UInt32 = 0) {
        precondition(slot >= 0 && slot < 1 << 24)
        raw = UInt64(kind.rawValue) << 56 | UInt64(slot) << 32 | UInt64(generation)
    }

    init(raw: UInt64) { self.raw = raw }

    public var kind: Kind { Kind(rawValue: UInt8(raw >> 56)) ?? .wake }
    public var slot: Int { Int(raw >> 32 & 0xFF_FFFF) }
    public var generation: UInt32 { UInt32(truncatingIfNeeded: raw) }
}
