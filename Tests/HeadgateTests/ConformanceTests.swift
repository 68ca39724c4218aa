import Foundation
import TestSupport
import Testing

/// The recorded conversations with Grafana, replayed by conform.py against a fresh server.
@Suite struct ConformanceTests {
    @Test(arguments: [
        (
            "grafana-12.4.0",
            [
                "01-", "02-", "03-", "04-", "05-", "06-", "07-", "08-", "09-", "10-", "11-", "12-", "13-", "14-", "15-",
                "16-", "17-", "18-", "19-", "20-",
            ]
        ),
        ("grafana-6.5.1", ["01-", "02-", "05-"]),
    ])
    func recordedConversationsPass(_ version: String, _ prefixes: [String]) throws {
        let server = try HeadgateProcess()
        let postgres = try PostgresProcess(password: "headgate")
        try postgres.script(
            try String(contentsOfFile: Repository.path("Tests/Conformance/postgres.sql"), encoding: .utf8))
        let folder = Repository.path("Tests/Conformance/recorded/\(version)")
        let files = try ChildProcess.run("/bin/ls", [folder]).outputText.split(separator: "\n").map(String.init)
        let chosen = files.filter { file in prefixes.contains { file.hasPrefix($0) } }
        #expect(chosen.count == prefixes.count)
        let run = try ChildProcess.python(
            [Repository.path("Tests/Conformance/conform.py"), "check", "http://127.0.0.1:\(server.port)"]
                + chosen.map { "\(folder)/\($0)" },
            environment: [
                "CONFORM_ADMIN": "admin:\(HeadgateProcess.adminPassword)",
                "CONFORM_EDITOR": try server.token(role: .editor),
                "CONFORM_VIEWER": try server.token(role: .viewer),
                "CONFORM_POSTGRES": postgres.address,
                "CONFORM_ECHO_PORT": "0",  // the kernel picks one
                "CONFORM_TLS_PORT": "0", "CONFORM_MTLS_PORT": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
            ])
        let lastLine = run.outputText.split(separator: "\n").last ?? ""
        #expect(
            lastLine.hasSuffix(" passed, 0 failed, 0 skipped") && !lastLine.hasPrefix("0 "),
            "\(run.outputText.suffix(6000))\(run.errorText.suffix(2000))")
    }

    /// Queries of which a real Grafana's words to the source are known.
    @Test(arguments: ["elasticsearch", "influxdb", "loki", "prometheus", "prometheus-30s"])
    func vectorsAreAskedAndAnsweredAlike(_ name: String) throws {
        let server = try HeadgateProcess()
        let run = try ChildProcess.python(
            [
                Repository.path("Tests/Conformance/vectors.py"), "check", "http://127.0.0.1:\(server.port)",
                Repository.path("Tests/Conformance/vectors/\(name).jsonl"),
            ],
            environment: [
                "CONFORM_ADMIN": "admin:\(HeadgateProcess.adminPassword)", "CONFORM_ECHO_PORT": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
            ])
        let lastLine = run.outputText.split(separator: "\n").last ?? ""
        #expect(
            lastLine.hasSuffix(" passed, 0 failed") && !lastLine.hasPrefix("0 "),
            "\(run.outputText.suffix(6000))\(run.errorText.suffix(2000))")
    }
}
