import Catalog
import JSON
import Testing

@testable import Query

@Suite struct PrometheusResourcesTests {
    private func outcome(_ call: ResourceCall, _ door: VectorDoor, _ settings: JSONValue = [:]) async throws
        -> ResourceOutcome
    {
        let source = DataSource(
            id: 1, uid: "p", orgID: 1, name: "p", type: "prometheus", access: "proxy", url: "http://upstream.test",
            database: "",
            jsonData: settings)
        return await PrometheusLanguage().resource(call, of: try AskedSource(source, behind: door))
    }

    @Test func callsPassAsTheyAre() async throws {
        let door = VectorDoor(answering: SourceAnswer(status: 422, body: Array("no".utf8)))
        let call = ResourceCall(
            "POST", "api/v1/series", query: "a=%2F", fields: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("match[]=up".utf8))
        guard case .answer(422, _, let body) = try await outcome(call, door, ["customQueryParameters": "t=1"]) else {
            Issue.record("no answer")
            return
        }
        #expect(body == Array("no".utf8))
        #expect(door.sent.map(\.target) == ["/api/v1/series?a=%2F&t=1"])
        #expect(door.sent.map(\.body) == ["match[]=up"])
    }

    @Test func formsAreRefusedWhereTheSourceIsAskedByGET() async throws {
        let door = VectorDoor([])
        guard
            case .methodRefused(let allowed) = try await outcome(
                ResourceCall("POST", "api/v1/query"), door, ["httpMethod": "GET"])
        else {
            Issue.record("not refused")
            return
        }
        #expect(allowed == ["GET"] && door.sent.isEmpty)
    }

    @Test(arguments: [
        (
            #"{"labelName":"job","queries":["up"],"start":"1","end":"2"}"#,
            "GET /api/v1/label/job/values end=2\nmatch[]=up\nstart=1 "
        ),
        (#"{"queries":["a","b"],"limit":5}"#, "GET /api/v1/labels limit=5\nmatch[]=a\nmatch[]=b "),
        (#"{"labelName":"a/../b"}"#, "GET /api/v1/label/a%2F..%2Fb/values  "),
    ])
    func suggestionsBecomeLabelCalls(body: String, asked: String) async throws {
        let door = VectorDoor([])
        _ = try await outcome(ResourceCall("POST", "suggestions", body: Array(body.utf8)), door)
        #expect(door.sent.map(\.canonical) == [asked])
    }

    @Test func suggestionsThatAreNoneAreRefused() async throws {
        let door = VectorDoor([])
        guard case .badRequest = try await outcome(ResourceCall("POST", "suggestions", body: Array("[".utf8)), door)
        else {
            Issue.record("not refused")
            return
        }
        #expect(door.sent.isEmpty)
    }
}
