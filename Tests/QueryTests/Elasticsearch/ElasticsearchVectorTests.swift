import Testing

@testable import Query

@Suite struct ElasticsearchVectorTests {
    @Test func asksAndAnswersAsGrafana() async throws {
        let run = try await VectorRun("elasticsearch", of: ElasticsearchLanguage(flavor: .elasticsearch))
        #expect(run.rows == 140)
        #expect(run.failures == [])
    }
}
