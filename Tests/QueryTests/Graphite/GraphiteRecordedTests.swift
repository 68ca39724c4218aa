import Testing

@testable import Query

/// What a real Grafana 12.4.0 asked Graphite and answered.
@Suite struct GraphiteRecordedTests {
    @Test(arguments: [("11-health", 2), ("12-resources", 6), ("14-query-loki-graphite-influxdb", 6)])
    func recordedStepsAreAnsweredAlike(_ file: String, _ steps: Int) async throws {
        let run = try await RecordedRun(file, ["graphite"], of: GraphiteLanguage())
        #expect(run.steps == steps)
        #expect(run.failures == [])
    }
}
