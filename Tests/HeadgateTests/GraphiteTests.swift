import Foundation
import TestSupport
import Testing

/// A real Graphite.
@Suite struct GraphiteTests {
    @Test func healthResourcesAndQueriesAreAnswered() throws {
        let graphite = try GraphiteProcess()
        let minute = Int(Date().timeIntervalSince1970) / 60 * 60 - 120
        try graphite.write("plant.press.heat", 1.5, at: minute)
        try graphite.write("plant.press.heat", 2.5, at: minute + 60)
        let server = try HeadgateProcess()
        let source = try server.admin.createSource([
            "name": "graphite", "type": "graphite", "access": "proxy", "url": .string(graphite.url),
        ])
        let uid = try #require(source["uid"]?.string)
        let viewer = try server.caller(role: .viewer)

        let health = try viewer.call("GET", "/api/datasources/uid/\(uid)/health")
        #expect(try health.json() == ["message": "Successfully connected to Graphite", "status": "OK"])
        try Self.expectQueries(viewer, uid, minute)
        try Self.expectResources(viewer, "/api/datasources/uid/\(uid)/resources", graphite)
    }

    private static func expectQueries(_ viewer: Caller, _ uid: String, _ minute: Int) throws {
        let answer = try viewer.call(
            "POST", "/api/ds/query",
            json: [
                "from": .string("\((minute - 60) * 1_000)"), "to": .string("\((minute + 60) * 1_000)"),
                "queries": [
                    ["refId": "good", "datasource": ["uid": .string(uid)], "target": "scale(plant.press.heat, 10)"],
                    ["refId": "bad", "datasource": ["uid": .string(uid)], "target": "nope(plant.press.heat)"],
                ],
            ])
        #expect(answer.status == 400, "\(answer.text)")
        let results = try answer.json()["results"]
        #expect(
            results?["good"]?["frames"]?.array?.first?["data"]?["values"]
                == [[.number(Double(minute * 1_000)), .number(Double((minute + 60) * 1_000))], [15, 25]])
        #expect(results?["bad"]?["error"]?.string?.contains("unknown function: nope") == true)
    }

    private static func expectResources(_ viewer: Caller, _ base: String, _ graphite: GraphiteProcess) throws {
        let found = try viewer.call("POST", "\(base)/metrics/find", json: ["query": "plant.*"])
        #expect(
            try found.json() == [
                ["text": "press", "id": "plant.press", "allowChildren": 1, "expandable": 1, "leaf": 0]
            ])
        let expanded = try viewer.call("POST", "\(base)/metrics/expand", json: ["query": "plant.press.*"])
        #expect(try expanded.json().array?.map { $0["text"] } == ["plant.press.heat"])
        _ = try graphite.caller.call(
            "POST", "/events/", json: ["what": "deploy", "tags": ["release"], "data": "d"])
        let events = try viewer.call(
            "POST", "\(base)/events", json: ["from": "-1h", "until": "now", "tags": "release"])
        #expect(try events.json()["data"]?.array?.map { $0["what"] } == ["deploy"])
    }
}
