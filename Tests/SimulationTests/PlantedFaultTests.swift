import Simulation
import Testing

/// Checkers that find nothing may be asleep: each imitated fault of an engine must be found within 100 seeds.
@Suite struct PlantedFaultTests {
    @Test(arguments: PlantedFault.allCases)
    func isFoundWithinAHundredSeeds(_ fault: PlantedFault) {
        let found = (1...100).first { !Simulator.run(seed: UInt64($0), plant: fault).violations.isEmpty }
        #expect(found != nil, "\(fault.rawValue) was not found")
    }
}
