/// Everything a simulated run draws comes from one of these, in one order: the seed is the run (xoshiro256**, filled
/// by splitmix64).
public struct SeededRandom: RandomNumberGenerator {
    private var a: UInt64, b: UInt64, c: UInt64, d: UInt64

    public init(seed: UInt64) {
        var state = seed
        func filled() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        a = filled()
        b = filled()
        c = filled()
        d = filled()
    }

    public mutating func next() -> UInt64 {
        let product = b &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = d << 45 | d >> 19
        return result
    }

    /// A number from 0 up to, not including, `bound`, which is positive.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True `perMille` times in a thousand.
    public mutating func chance(_ perMille: Int) -> Bool { perMille > 0 && below(1_000) < perMille }

    /// One of `choices`, which are not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// A number within `range` whose order of magnitude is drawn first, so that small ones are as frequent as large
    /// ones.
    public mutating func scaled(_ range: ClosedRange<Int>) -> Int {
        var upper = max(range.lowerBound, 1)
        while upper < range.upperBound, chance(700) { upper = min(upper * 4, range.upperBound) }
        return within(range.lowerBound...max(upper, range.lowerBound))
    }
}
