import Testing

@testable import Query

@Suite struct PrometheusVectorTests {
    @Test(arguments: [("prometheus", 220), ("prometheus-30s", 80)])
    func asksAndAnswersAsGrafanaDoes(_ file: String, _ atLeast: Int) async throws {
        let run = try await VectorRun(file, of: PrometheusLanguage())
        #expect(run.rows >= atLeast)
        #expect(run.failures.isEmpty, "\(run.failures.prefix(5).joined(separator: "\n"))")
    }
}
