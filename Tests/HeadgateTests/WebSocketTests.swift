import Foundation
import TestSupport
import Testing

/// A tail as Loki has it, with a server and a client from PyPI.
@Suite struct WebSocketTests {
    private static let package = "websockets==15.0.1"

    @Test("A-111: messages of every size go both ways, and what is no tail is no tunnel")
    func aTailPassesThrough() throws {
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
        let script = Repository.path("Tests/HeadgateTests/Fixtures/websocket-tail.py")
        let run = try ChildProcess.run(
            python, [script, String(server.port), HeadgateProcess.adminPassword], by: .after(seconds: 120))
        #expect(run.exit == .code(0), "\(run.errorText.suffix(2000))")
        #expect(run.outputText == "tailed\n")
    }
}
