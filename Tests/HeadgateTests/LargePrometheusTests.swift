import TestSupport
import Testing

/// A real Prometheus's longest answers against what it says to whoever calls it directly.
@Suite struct LargePrometheusTests {
    /// Every series there is; and 10,000 steps of 250 series, whose times are fixed.
    private static func targets(_ prometheus: FilledPrometheus) -> [String] {
        let range = "query=long&start=\(prometheus.start)&end=\(prometheus.end)&step=0.03"
        return ["/federate?match[]=%7B__name__%3D~%22.%2B%22%7D", "/api/v1/query_range?\(range)"]
    }

    @Test(
        "50 MB and more of a federation and of a range query are, byte for byte, those of a direct call; no more memory for it"
    )
    func longAnswersAreTheSame() throws {
        let prometheus = try FilledPrometheus()
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "uid": "p", "name": "p", "type": "prometheus", "access": "proxy",
            "url": .string("http://127.0.0.1:\(prometheus.port)"),
        ])
        let viewer = try server.caller(role: .viewer)
        #expect(try viewer.call("GET", "/api/datasources/proxy/uid/p/api/v1/query?query=1").status == 200)
        let before = try server.peakMegabytes()
        for coding in ["-", "gzip"] {
            let targets = Self.targets(prometheus).suffix(coding == "gzip" ? 1 : 2)
            let direct = try digests(prometheus.caller, coding, Array(targets))
            let proxied = try digests(viewer, coding, targets.map { "/api/datasources/proxy/uid/p" + $0 })
            #expect(direct == proxied, "\(coding)")
            #expect(direct.count == targets.count)
            for answer in direct {
                #expect(answer["status"]?.int == 200 && answer["fields"]?["Transfer-Encoding"]?.string == "chunked")
                #expect(answer["fields"]?["Content-Encoding"]?.string == (coding == "gzip" ? "gzip" : nil))
                #expect(answer["bytes"]?.int ?? 0 > (coding == "gzip" ? 1_000_000 : 50_000_000))
            }
        }
        #expect(try Sanitizer.isOn || server.peakMegabytes() < before + 48)
    }

    private func digests(_ caller: Caller, _ coding: String, _ targets: [String]) throws -> [JSONTree] {
        let script = Repository.path("Tests/HeadgateTests/Fixtures/answer-digest.py")
        let run = try ChildProcess.python([script, "\(caller.port)", caller.authorization ?? "-", coding] + targets)
        guard run.exit == .code(0) else { throw TestSupportError.unexpected(run.errorText) }
        return try run.outputText.split(separator: "\n").map { try JSONTree(parsing: Array($0.utf8)) }
    }
}
