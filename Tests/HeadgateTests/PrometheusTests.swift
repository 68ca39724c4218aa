import Foundation
import TestSupport
import Testing

/// A real Prometheus behind basic auth whose password only Headgate knows.
@Suite struct PrometheusTests {
    @Test func queriesPassAndThePasswordStaysInside() throws {
        let prometheus = try PrometheusProcess()
        let server = try HeadgateProcess()
        let source = try server.admin.createSource([
            "name": "prometheus", "type": "prometheus", "access": "proxy", "url": .string(prometheus.url),
            "basicAuth": true,
            "basicAuthUser": .string(PrometheusProcess.user),
            "secureJsonData": ["basicAuthPassword": .string(PrometheusProcess.password)],
        ])
        let id = try #require(source["id"]?.int)
        let uid = try #require(source["uid"]?.string)
        let viewer = try server.caller(role: .viewer)
        var answers: [RawAnswer] = []
        for base in ["/api/datasources/proxy/\(id)", "/api/datasources/proxy/uid/\(uid)"] {
            answers += try Self.queries(through: base, viewer)
            answers.append(try viewer.call("GET", "\(base)/no/such/path"))
        }
        for target in ["/api/datasources", "/api/datasources/\(id)", "/api/datasources/uid/\(uid)", "/metrics"] {
            answers.append(try server.admin.call("GET", target))
        }
        // While it runs: the WAL has not been folded into the database yet.
        try Self.expectNoTrace(in: server.dataDirectory)
        try server.stop()
        try Self.expectNoTrace(in: server.dataDirectory)
        let printed = server.printed
        for secret in ByteSearch.disguises(of: PrometheusProcess.password) {
            for answer in answers {
                #expect(!ByteSearch.bytes(answer.body, contain: secret))
                #expect(!answer.fields.contains { ByteSearch.bytes(Array($0.value.utf8), contain: secret) })
            }
            #expect(!ByteSearch.bytes(printed.output, contain: secret))
            #expect(!ByteSearch.bytes(printed.errors, contain: secret))
        }
    }

    /// GET and POST of an instant and a range query, each checked to be Prometheus's own answer.
    private static func queries(through base: String, _ caller: Caller) throws -> [RawAnswer] {
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        let instant = "query=vector(41)%2B1"
        let range = "query=vector(7)&start=1700000000&end=1700000060&step=30"
        let calls: [(String, String, RawAnswer)] = [
            ("vector", "42", try caller.call("GET", "\(base)/api/v1/query?\(instant)")),
            ("vector", "42", try caller.call("POST", "\(base)/api/v1/query", fields: form, body: Array(instant.utf8))),
            ("matrix", "7", try caller.call("GET", "\(base)/api/v1/query_range?\(range)")),
            (
                "matrix", "7",
                try caller.call("POST", "\(base)/api/v1/query_range", fields: form, body: Array(range.utf8))
            ),
        ]
        for (kind, value, answer) in calls {
            #expect(answer.status == 200, "\(answer.text)")
            let data = try answer.json()["data"]
            #expect(data?["resultType"]?.string == kind)
            let result = data?["result"]?.array?.first
            let sample = kind == "vector" ? result?["value"] : result?["values"]?.array?.last
            #expect(sample?.array?.last?.string == value, "\(answer.text)")
        }
        return calls.map(\.2)
    }

    /// No file of the data directory holds the password in any disguise.
    private static func expectNoTrace(in directory: TemporaryDirectory) throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        #expect(files.contains("headgate.db"))
        for file in files {
            for secret in ByteSearch.disguises(of: PrometheusProcess.password) {
                #expect(try !ByteSearch.file(directory.file(file), contains: secret), "\(file)")
            }
        }
    }
}
