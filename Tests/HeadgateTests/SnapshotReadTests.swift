import TestSupport
import Testing

/// Reads of one data source that the workers answer themselves: nobody can tell them from the control plane's.
@Suite struct SnapshotReadTests {
    private let server: HeadgateProcess
    private let id: String

    init() throws {
        server = try HeadgateProcess()
        let body = #"{"uid":"read-me","name":"read me","type":"graphite","access":"proxy","url":"http://127.0.0.1:1"}"#
        let made = try server.admin.call(
            "POST", "/api/datasources", fields: [("Content-Type", "application/json")], body: Array(body.utf8))
        id = try #require(made.text.firstMatch(of: /"id":(\d+),"message"/)).1.description
    }

    /// A query makes the same read one of the control plane's.
    private func answers(_ method: String, _ path: String, as caller: Caller) throws -> (
        own: RawAnswer, long: RawAnswer
    ) {
        (try caller.call(method, path), try caller.call(method, path + "?x=1"))
    }

    private func lines(_ answer: RawAnswer) -> [String] {
        answer.fields.filter { $0.name != "date" && $0.name != "x-request-id" }.map { "\($0.name): \($0.value)" }
    }

    @Test(arguments: ["GET", "HEAD"])
    func bothPlanesAnswerAlike(_ method: String) throws {
        let viewer = Caller(port: server.port, authorization: "Bearer " + (try server.token(role: .viewer)))
        for path in [
            "/api/datasources/uid/read-me", "/api/datasources/\(id)", "/api/datasources/uid/nobody",
            "/api/datasources/999",
        ] {
            for caller in [
                viewer, Caller(port: server.port, authorization: nil),
                Caller(port: server.port, authorization: "Bearer x"),
            ] {
                let (own, long) = try answers(method, path, as: caller)
                #expect(own.status == long.status && own.body == long.body && lines(own) == lines(long), "\(path)")
            }
        }
    }

    @Test func readsAreCountedByEndpoint() throws {
        let viewer = Caller(port: server.port, authorization: "Bearer " + (try server.token(role: .viewer)))
        for _ in 0..<3 { #expect(try viewer.call("GET", "/api/datasources/uid/read-me").status == 200) }
        let metrics = try server.admin.call("GET", "/metrics").text
        let line = metrics.split(separator: "\n").first {
            $0.hasPrefix("headgate_control_requests_total") && $0.contains("GET /api/datasources/uid/:uid")
                && $0.contains("2xx")
        }
        #expect(line?.hasSuffix(" 3") == true, "\(line ?? "no such line")")
    }

    @Test func aChangeIsReadOnTheNextCall() throws {
        let viewer = Caller(port: server.port, authorization: "Bearer " + (try server.token(role: .viewer)))
        for number in 0..<20 {
            let body = #"{"name":"name \#(number)","type":"graphite","access":"proxy","url":"http://127.0.0.1:1"}"#
            let changed = try server.admin.call(
                "PUT", "/api/datasources/uid/read-me", fields: [("Content-Type", "application/json")],
                body: Array(body.utf8))
            #expect(changed.status == 200)
            #expect(try viewer.call("GET", "/api/datasources/uid/read-me").text.contains("\"name\":\"name \(number)\""))
        }
    }
}
