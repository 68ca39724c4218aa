import Testing

@testable import Query

/// What a real Grafana 12.4.0 asked InfluxDB and answered.
@Suite struct InfluxRecordedTests {
    @Test func vectorsAreAnsweredAlike() async throws {
        let run = try await VectorRun("influxdb", of: InfluxLanguage())
        #expect(run.rows == 160)
        #expect(run.failures == [])
    }

    @Test(arguments: [("11-health", 3), ("12-resources", 1), ("14-query-loki-graphite-influxdb", 9)])
    func recordedStepsAreAnsweredAlike(_ file: String, _ steps: Int) async throws {
        let run = try await RecordedRun(file, ["influxdb"], of: InfluxLanguage())
        #expect(run.steps == steps)
        #expect(run.failures == [])
    }
}
