import Testing

@testable import Reactor

@Suite struct DeadlinesTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func momentsComeInOrder(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        var deadlines = Deadlines()
        var expected: [UInt64] = []
        for slot in 0..<300 {
            let moment = random.next() % 64
            deadlines.schedule(Handle(kind: .caller, slot: slot, generation: UInt32(moment)), at: moment)
            expected.append(moment)
            if random.next() % 4 == 0, let least = expected.min() {
                #expect(deadlines.next == least)
                let due = deadlines.popDue(now: least)
                #expect(due?.generation == UInt32(least))
                expected.remove(at: expected.firstIndex(of: least) ?? 0)
            }
        }
        var rest: [UInt64] = []
        while let handle = deadlines.popDue(now: .max) { rest.append(UInt64(handle.generation)) }
        #expect(rest == expected.sorted())
        #expect(deadlines.count == 0 && deadlines.next == nil)
    }

    @Test func nothingIsDueBeforeItsMoment() {
        var deadlines = Deadlines()
        deadlines.schedule(Handle(kind: .caller, slot: 1), at: 10)
        let early = deadlines.popDue(now: 9)
        #expect(early == nil)
        let due = deadlines.popDue(now: 10)
        #expect(due == Handle(kind: .caller, slot: 1))
        let again = deadlines.popDue(now: 10)
        #expect(again == nil)
    }

    /// Sebastiano Vigna's splitmix64, for repeatable draws.
    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }
}
