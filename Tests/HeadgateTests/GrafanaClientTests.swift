import Foundation
import TestSupport
import Testing

/// grafana-client from PyPI, every call of the elements that Headgate has, permissions on data sources included, against a fresh server.
@Suite struct GrafanaClientTests {
    private static let package = "grafana-client==5.1.4"

    @Test func everyCallSucceeds() throws {
        let folder = try TemporaryDirectory()
        let python = folder.path + "/bin/python"
        _ = try ChildProcess.python(["-m", "venv", folder.path])
        let install = try ChildProcess.run(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", Self.package],
            by: .after(seconds: 180))
        guard install.exit == .code(0) else {
            try Test.cancel("\(Self.package) cannot be installed: \(install.errorText.suffix(300))")
        }
        let server = try HeadgateProcess()
        let script = Repository.path("Tests/HeadgateTests/Fixtures/grafana-client-calls.py")
        let run = try ChildProcess.run(
            python, [script, String(server.port), HeadgateProcess.adminPassword], by: .after(seconds: 120))
        #expect(run.exit == .code(0), "\(run.errorText.suffix(2000))")
        #expect(run.outputText.hasSuffix(" calls succeeded\n"))
    }
}
