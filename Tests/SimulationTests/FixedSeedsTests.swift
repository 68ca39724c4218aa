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

    /// Worlds of seeds that once failed, each with what it was that they found.
    @Test(arguments: [
        31,  // a connection was pooled with bytes of its last request unsent
        52,  // a refusal after a HEAD had no body
        76,  // a connection was pooled though its end had been reported
        2_007,  // a part of `100 Continue` unsent kept the answer back
    ])
    func aSeedThatFailedOnceDoesNotAgain(_ seed: UInt64) {
        #expect(Simulator.run(seed: seed).violations == [])
    }
}
