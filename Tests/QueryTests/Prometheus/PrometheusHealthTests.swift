import Catalog
import JSON
import Testing

@testable import Query

@Suite struct PrometheusHealthTests {
    private func report(_ door: VectorDoor) async throws -> HealthReport? {
        let source = DataSource(
            id: 1, uid: "p", orgID: 1, name: "p", type: "prometheus", access: "proxy", url: "http://upstream.test",
            database: "", jsonData: [:])
        return await PrometheusLanguage().health(of: try AskedSource(source, behind: door))
    }

    private static let two = CannedAnswer([
        "path": "query$", "json": ["status": "success", "data": ["resultType": "scalar", "result": [4, "2"]]],
    ])

    @Test func sourceThatCalculatesIsWell() async throws {
        let door = VectorDoor([
            Self.two, CannedAnswer(["path": "buildinfo$", "json": ["data": ["version": "2.53.0"]]]),
        ])
        let report = try await report(door)
        #expect(report?.status == .ok)
        #expect(report?.message == "Successfully queried the Prometheus API.")
        #expect(report?.details == ["application": "Prometheus", "features": ["rulerApiEnabled": false]])
        #expect(
            door.sent.map(\.canonical) == ["POST /api/v1/query  query=1+1\ntime=4", "GET /api/v1/status/buildinfo  "])
    }

    @Test func mimirTellsItsFeatures() async throws {
        let info = CannedAnswer(["path": "buildinfo$", "json": ["data": ["features": ["ruler_config_api": "true"]]]])
        #expect(try await report(VectorDoor([Self.two, info]))?.details?["application"] == "Mimir")
    }

    @Test func sourceThatDoesNotSayWhatItIsIsTakenForPrometheus() async throws {
        #expect(try await report(VectorDoor([Self.two]))?.details?["application"] == "Prometheus")
    }

    @Test func failuresAreTold() async throws {
        let suffix = " - There was an error returned querying the Prometheus API."
        let refused = try await report(VectorDoor([], failure: .upstream(.connectRefused)))
        #expect(refused?.status == .error && refused?.message.hasSuffix(suffix) == true)
        let failing = try await report(VectorDoor(answering: SourceAnswer(status: 401, body: [])))
        #expect(failing?.message == "401 Unauthorized" + suffix)
        let garbage = try await report(VectorDoor(answering: SourceAnswer(status: 200, body: Array("{}x".utf8))))
        #expect(garbage?.status == .error)
    }
}
