import Catalog
import JSON
import Testing

@testable import Query

@Suite struct TestDataLanguageTests {
    private func source() throws -> AskedSource {
        let source = DataSource(uid: "u", orgID: 1, name: "n", type: "grafana-testdata-datasource", access: "proxy")
        return try AskedSource(source, behind: VectorDoor([]))
    }

    private func body(_ outcome: ResourceOutcome) throws -> JSONValue? {
        guard case .answer(200, _, let body) = outcome else { return nil }
        return try JSONValue(parsing: body.span)
    }

    @Test func isHealthy() async throws {
        let report = await TestDataLanguage().health(of: try source())
        #expect(report?.status == .ok)
        #expect(report?.message == "Data source is working")
    }

    @Test func scenariosAreListedByName() async throws {
        let list = try body(await TestDataLanguage().resource(ResourceCall("GET", "scenarios"), of: source()))?
            .arrayValue
        let ids = (list ?? []).compactMap { $0["id"]?.stringValue }
        #expect(ids == ids.sorted())
        #expect(ids.count == TestDataScenario.allCases.count)
        #expect(list?.first { $0["id"] == "slow_query" }?["stringInput"] == "5s")
    }

    @Test func testEchoesWhatArrived() async throws {
        let call = ResourceCall(
            "POST", "test/json", query: "a=1", fields: [("X-A", "1"), ("X-A", "2")], body: Array(#"{"b":[1]}"#.utf8))
        let echo = try body(await TestDataLanguage().resource(call, of: source()))
        #expect(
            echo?["request"] == [
                "method": "POST", "url": "test/json?a=1", "headers": ["X-A": ["1", "2"]], "body": ["b": [1]],
            ])
    }

    @Test func otherPathsAreNotFound() async throws {
        guard case .notFound = await TestDataLanguage().resource(ResourceCall("GET", "boom"), of: try source()) else {
            return #expect(Bool(false), "boom was answered")
        }
    }

    @Test func queriesOfOneCallShareABudget() async throws {
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 100_000_000))
        let queries = (0..<4).map { place in
            NativeQuery(refID: "Q\(place)", intervalMilliseconds: 1_000, range: range, model: ["seriesCount": 90])
        }
        let results = await TestDataLanguage().query(queries, of: try source()) ?? [:]
        #expect(results.values.filter { $0.error == nil }.count == 2)
        #expect(results.count == 4)
    }
}
