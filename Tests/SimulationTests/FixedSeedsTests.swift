import Simulation
import Testing

/// The same 200 worlds every time.
@Suite struct FixedSeedsTests {
    /// Ten seeds each.
    @Test(arguments: 0..<20)
    func nothingThatMustHoldIsBroken(_ ten: Int) {
        for seed in UInt64(ten * 10 + 1)...UInt64(ten * 10 + 10) {
            let report = Simulator.run(seed: seed)
            #expect(report.violations == [], "seed \(seed): make sim SEED=\(seed) COUNT=1")
        }
    }

    /// Each found a fault of the engine that the others do not find.
    @Test(arguments: [
        76,  // a part of `100 Continue` unsent kept the answer back
        259,  // a refusal after a HEAD had no body
        2_175,  // a reset that a send had seen ended an answer as if it were whole
        103_485,  // the reset behind a cut answer took the whole one before it along
        5_003_364,  // a connection of HTTP/2 with an open stream outlived the worker at the drain's deadline
        5_001_048,  // the rest of a long answer was left lying where no pipe was free for it
        20_313_382,  // a call was ended by the deadline that its connection had in the pool
        60_100_041,  // a caller that opened its windows by small steps was sent away for a flood
        3_000_032,  // a caller slow to read sent on behind the last answer, and lost what it had not read
        110_017_573,  // an answer in records of a byte each, read a byte at a time, outlasts its connection: no fault
        114_018_038,  // a head that comes a byte at a time is not whole in a drain's time for it: no fault
    ])
    func aSeedThatFailedOnceDoesNotAgain(_ seed: UInt64) {
        let report = Simulator.run(seed: seed)
        #expect(report.violations == [], "seed \(seed): make sim SEED=\(seed) COUNT=1")
    }
}
