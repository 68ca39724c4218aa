import Foundation
import TestSupport
import Testing

/// Prometheus's own tool, which knows basic auth only, through Headgate and directly.
@Suite struct PromtoolTests {
    @Test func itPrintsThroughHeadgateWhatADirectCallPrints() throws {
        let prometheus = try PrometheusProcess()
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "uid": "p", "name": "p", "type": "prometheus", "access": "proxy", "url": .string(prometheus.url),
            "basicAuth": true, "basicAuthUser": .string(PrometheusProcess.user),
            "secureJsonData": ["basicAuthPassword": .string(PrometheusProcess.password)],
        ])
        let token = try server.token(role: .viewer)
        let time = try prometheus.waitForScrape()
        let direct = "http://\(PrometheusProcess.user):\(PrometheusProcess.password)@127.0.0.1:\(prometheus.port)"
        let proxied = "http://api_key:\(token)@127.0.0.1:\(server.port)/api/datasources/proxy/uid/p"
        let span = ["--start=\(time - 60)", "--end=\(time)"]
        let commands: [(String, [String], [String])] = [
            ("instant", ["--time=\(time)"], ["up"]),
            ("range", span + ["--step=15s"], ["up"]),
            ("range", span + ["--step=30s"], ["vector(1) + 41"]),
            ("series", span + ["--match=up", "--match=prometheus_build_info"], []),
            ("labels", span, ["job"]),
        ]
        for (command, options, words) in commands {
            let prints = try [direct, proxied].map { address in
                try ChildProcess.run("/usr/bin/promtool", ["query", command] + options + [address] + words)
            }
            #expect(prints.allSatisfy { $0.exit == .code(0) }, "\(command): \(prints.map(\.errorText))")
            #expect(!prints[0].outputText.isEmpty, "\(command)")
            #expect(prints[0].outputText == prints[1].outputText, "\(command)")
        }
    }
}
