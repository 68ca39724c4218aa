import Foundation
import TestSupport
import Testing

/// Real clients from PyPI that ask data sources, all of their tools and methods.
@Suite struct SourceClientTests {
    private static let packages = ["mcp-grafana==2.1.1", "grafana-client==5.1.4"]

    @Test func mcpGrafanaAndGrafanaClientSucceed() throws {
        let folder = try TemporaryDirectory()
        let python = folder.path + "/bin/python"
        _ = try ChildProcess.python(["-m", "venv", folder.path])
        let install = try ChildProcess.run(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + Self.packages,
            by: .after(seconds: 180))
        guard install.exit == .code(0) else {
            try Test.cancel("\(Self.packages) cannot be installed: \(install.errorText.suffix(300))")
        }
        let house = try ClientHouse()
        // The first one counts the sources that there are.
        let client = try ChildProcess.run(
            python, [script("grafana-client-sources"), "\(house.server.port)", HeadgateProcess.adminPassword],
            by: .after(seconds: 300))
        #expect(client.exit == .code(0), "\(client.errorText.suffix(2000))")
        #expect(client.outputText == "41 calls succeeded\n")
        let tools = try ChildProcess.run(
            python,
            [
                script("mcp-grafana-calls"), folder.path + "/bin/mcp-grafana", "\(house.server.port)",
                try house.server.token(role: .admin),
            ], by: .after(seconds: 300))
        #expect(tools.exit == .code(0), "\(tools.errorText.suffix(2000))")
        #expect(tools.outputText == "45 calls succeeded\n")
    }

    private func script(_ name: String) -> String { Repository.path("Tests/HeadgateTests/Fixtures/\(name).py") }
}
