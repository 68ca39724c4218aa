/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed, so that a panel that is drawn again shows the same walk.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// By what is asked for and the number of the series.
    init(_ range: TimeRange, index: Int = 0) {
        let mixed = UInt64(bitPattern: range.from.milliseconds) &* 31 &+ UInt64(bitPattern: range.to.milliseconds)
        self.init(seed: mixed &+ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed &>> 31)
    }

    /// From 0 to below 1.
    mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }
}
