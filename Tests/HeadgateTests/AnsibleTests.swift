import Foundation
import TestSupport
import Testing

/// community.grafana as it comes with Ansible, against a fresh server.
@Suite struct AnsibleTests {
    /// Brings community.grafana 2.3.0.
    private static let package = "ansible==12.3.0"

    @Test func modulesConvergeStayAndCleanUp() throws {
        let folder = try TemporaryDirectory()
        let python = folder.path + "/bin/python"
        _ = try ChildProcess.python(["-m", "venv", folder.path])
        let install = try ChildProcess.run(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", Self.package],
            by: .after(seconds: 400))
        guard install.exit == .code(0) else {
            try Test.cancel("\(Self.package) cannot be installed: \(install.errorText.suffix(300))")
        }
        let server = try HeadgateProcess()
        #expect(try recap(folder, server, "present") == "ok=6 changed=6 failed=0")
        #expect(try recap(folder, server, "present") == "ok=6 changed=0 failed=0")
        #expect(try recap(folder, server, "absent") == "ok=6 changed=6 failed=0")
        #expect(try server.admin.call("GET", "/api/orgs").json().array?.count == 1)
    }

    /// Runs the playbook; what the last line counts.
    private func recap(_ folder: TemporaryDirectory, _ server: HeadgateProcess, _ state: String) throws -> String {
        let run = try ChildProcess.run(
            folder.path + "/bin/ansible-playbook",
            [
                "-i", "localhost,", "-e", "state=\(state)", "-e", "port=\(server.port)", "-e",
                "password=\(HeadgateProcess.adminPassword)", "-e",
                "ansible_python_interpreter=\(folder.path)/bin/python",
                Repository.path("Tests/HeadgateTests/Fixtures/ansible-people.yml"),
            ], environment: ["ANSIBLE_HOME": folder.path + "/home", "LC_ALL": "C.UTF-8"], by: .after(seconds: 180))
        let last = run.outputText.split(separator: "\n").last { $0.contains("failed=") } ?? ""
        let counts = last.split(separator: " ").filter { word in
            ["ok=", "changed=", "failed="].contains { word.hasPrefix($0) }
        }
        if run.exit != .code(0) { Issue.record("\(run.outputText.suffix(1500))\(run.errorText.suffix(500))") }
        return counts.joined(separator: " ")
    }
}
