import Glibc
import Simulation
import Testing

/// Worlds that nobody has seen, for a minute or for HEADGATE_SIM_SECONDS.
@Suite struct FreshSeedsTests {
    @Test func nothingThatMustHoldIsBroken() {
        let seconds = getenv("HEADGATE_SIM_SECONDS").flatMap { Int(String(cString: $0)) } ?? 60
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var seed = UInt64.random(in: 1 << 32..<1 << 40)
        var runs = 0
        while clock.now < end {
            let report = Simulator.run(seed: seed)
            #expect(report.violations == [], "seed \(seed): make sim SEED=\(seed) COUNT=1")
            if !report.violations.isEmpty { return }
            seed += 1
            runs += 1
        }
        #expect(runs > 0 || seconds == 0)
    }
}
