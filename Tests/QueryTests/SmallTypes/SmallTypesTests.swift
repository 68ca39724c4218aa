import Catalog
import JSON
import Testing

@testable import Query

/// Tempo, Jaeger, Zipkin, OpenTSDB and Alertmanager: a check and at most some names.
@Suite struct SmallTypesTests {
    private func source(_ type: String, _ door: VectorDoor, _ settings: JSONValue = [:]) throws -> AskedSource {
        let source = DataSource(
            id: 1, uid: "s", orgID: 1, name: "s", type: type, access: "proxy", url: "http://upstream.test",
            database: "", jsonData: settings)
        return try AskedSource(source, behind: door)
    }

    private func health(_ type: String, _ door: VectorDoor, _ settings: JSONValue = [:]) async throws -> HealthReport? {
        await SourceLanguages().language(of: type)?.health(of: try source(type, door, settings))
    }

    private func resource(_ type: String, _ call: ResourceCall, _ door: VectorDoor) async throws -> ResourceOutcome? {
        await SourceLanguages().language(of: type)?.resource(call, of: try source(type, door))
    }

    @Test(arguments: [
        ("tempo", "/api/echo", "echo", "{"), ("jaeger", "/api/services", #"{"data":["a"]}"#, "[]"),
        ("zipkin", "/api/v2/services", #"["a"]"#, "{}"), ("opentsdb", "/api/suggest?q=cpu&type=metrics", "[]", ""),
    ])
    func checksAreOneCall(type: String, target: String, body: String, other: String) async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array(body.utf8)))
        let report = try await health(type, door)
        #expect(report?.status == .ok && report?.message == "Data source is working")
        #expect(door.sent.map(\.target) == [target])
        let failing = try await health(type, VectorDoor(answering: SourceAnswer(status: 503, body: Array("down".utf8))))
        #expect(failing?.status == .error)
        #expect(failing?.message.contains("503") == true)
        let gone = try await health(type, VectorDoor([], failure: .upstream(.connectTimeout)))
        #expect(gone?.status == .error)
        guard type == "jaeger" || type == "zipkin" else { return }
        let odd = try await health(type, VectorDoor(answering: SourceAnswer(status: 200, body: Array(other.utf8))))
        #expect(odd?.status == .error)
    }

    @Test func alertmanagersAreLookedForInBothPlaces() async throws {
        let nothing = CannedAnswer(["path": "^/", "status": 404, "json": [:]])
        let alone = VectorDoor([CannedAnswer(["path": "^/api/v2/status$", "json": [:]]), nothing])
        #expect(
            try await health("alertmanager", alone, ["implementation": "prometheus"])?.message == "Health check passed."
        )
        let wrong = try await health("alertmanager", alone)
        #expect(wrong?.status == .error && wrong?.message.contains("detected a Prometheus endpoint") == true)
        let inside = VectorDoor([CannedAnswer(["path": "^/alertmanager/api/v2/status$", "json": [:]]), nothing])
        #expect(try await health("alertmanager", inside, ["implementation": "mimir"])?.status == .ok)
        let none = try await health("alertmanager", VectorDoor([nothing]))
        #expect(none?.message == "Health check failed.")
    }

    @Test(arguments: [
        ("jaeger", "services", "/api/services?a=b"),
        ("jaeger", "services/x/operations", "/api/services/x/operations?a=b"),
        ("zipkin", "spans", "/api/v2/spans?a=b"), ("zipkin", "trace/12", "/api/v2/trace/12?a=b"),
        ("opentsdb", "api/suggest", "/api/suggest?a=b"),
    ])
    func namesArePassedOn(type: String, path: String, target: String) async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array(#"{"data":["n"]}"#.utf8)))
        guard case .answer(200, _, let body) = try await resource(type, ResourceCall("GET", path, query: "a=b"), door)
        else {
            Issue.record("no answer")
            return
        }
        #expect(door.sent.map(\.target) == [target])
        #expect(String(decoding: body, as: UTF8.self) == (type == "jaeger" ? #"["n"]"# : #"{"data":["n"]}"#))
        guard case .methodRefused = try await resource(type, ResourceCall("POST", path), door) else {
            Issue.record("POST was not refused")
            return
        }
    }

    @Test(arguments: ["jaeger", "zipkin", "opentsdb", "tempo"])
    func otherPathsAreNotThere(type: String) async throws {
        let door = VectorDoor([])
        for path in ["nope", "", "services/", "services/a/b", "trace/", "trace/1/2", "api/put"] {
            guard case .notFound = try await resource(type, ResourceCall("GET", path), door) else {
                Issue.record("\(type) \(path)")
                continue
            }
        }
        #expect(door.sent.isEmpty)
    }

    @Test func jaegerWhoseListCannotBeReadFails() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 200, body: Array("<html>".utf8)))
        guard case .failed = try await resource("jaeger", ResourceCall("GET", "services"), door) else {
            Issue.record("not failed")
            return
        }
    }
}
