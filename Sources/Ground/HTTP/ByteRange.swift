/// A run of bytes by its offsets from the start of a head: half the size of `Range<Int>`, so that a hundred fields stay in cache.
public struct ByteRange: Sendable, Equatable {
    public let lower: UInt32
    public let upper: UInt32

    /// `lower...upper` lie within a head, which `HeadLimits` keeps far below 4 GiB.
    @inline(__always)
    init(_ lower: Int, _ upper: Int) {
        self.lower = UInt32(truncatingIfNeeded: lower)
        self.upper = UInt32(truncatingIfNeeded: upper)
    }

    public var range: Range<Int> { Int(lower)..<Int(upper) }
    public var count: Int { Int(upper &- lower) }
    public var isEmpty: Bool { lower == upper }
}
