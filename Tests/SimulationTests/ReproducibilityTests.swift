import Simulation
import Testing

@Suite struct ReproducibilityTests {
    @Test(arguments: [3, 17, 40, 111])
    func theSameSeedIsTheSameRun(_ seed: UInt64) {
        let first = Simulator.run(seed: seed)
        let second = Simulator.run(seed: seed)
        #expect(first.digest == second.digest)
        #expect(first.systemCalls == second.systemCalls)
        #expect(first.nanoseconds == second.nanoseconds)
    }

    @Test func anotherSeedIsAnotherRun() {
        #expect(Simulator.run(seed: 3).digest != Simulator.run(seed: 4).digest)
    }
}
