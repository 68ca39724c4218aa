import Testing

@testable import Query

/// What a real Grafana 12.4.0 asked Loki and answered.
@Suite struct LokiRecordedTests {
    @Test func vectorsAreAnsweredAlike() async throws {
        let run = try await VectorRun("loki", of: LokiLanguage())
        #expect(run.rows == 100)
        #expect(run.failures == [])
    }

    @Test(arguments: [("11-health", 4), ("12-resources", 8), ("14-query-loki-graphite-influxdb", 9)])
    func recordedStepsAreAnsweredAlike(_ file: String, _ steps: Int) async throws {
        let run = try await RecordedRun(file, ["loki"], of: LokiLanguage())
        #expect(run.steps == steps)
        #expect(run.failures == [])
    }
}
