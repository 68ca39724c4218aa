import Testing

@testable import Query

/// The replay itself: a run that could not fail would prove nothing.
@Suite struct VectorRunTests {
    private struct Silent: SourceLanguage {}

    private struct AsksSomethingElse: SourceLanguage {
        func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
            _ = try? await source.ask(SourceRequest("GET", "elsewhere"))
            return [:]
        }
    }

    @Test(arguments: [
        ("loki", 100), ("influxdb", 160), ("prometheus", 226), ("prometheus-30s", 80), ("elasticsearch", 140),
    ])
    func everyRowFailsForALanguageThatAnswersNothing(_ file: String, _ rows: Int) async throws {
        let run = try await VectorRun(file, of: Silent())
        #expect(run.rows == rows)
        #expect(run.failures.count == rows)
    }

    @Test func aWrongRequestIsNamed() async throws {
        let run = try await VectorRun("influxdb", of: AsksSomethingElse())
        #expect(run.failures.first?.hasPrefix("influxdb / 0: asked [\"GET /elsewhere") == true)
    }
}
