import Foundation
import TestSupport
import Testing

/// The executable: its commands, exit codes and signals.
@Suite struct CommandTests {
    private static func run(_ arguments: [String]) throws -> ChildProcess.State {
        try ChildProcess.run(HeadgateProcess.builtExecutable(), arguments, environment: [:])
    }

    @Test(
        "wrong use names what is wrong",
        arguments: [
            (["bogus"], Int32(64), "bogus"), (["serve", "--no-such", "1"], 64, "--no-such"), (["serve", "x"], 64, "x"),
            (["serve", "--bind"], 64, "--bind"), (["token", "make"], 64, "token make"),
            (["token", "create", "--role", "Viewer"], 64, "--name"),
            (["token", "create", "--name", "a"], 64, "--role"),
            (["token", "create", "--name", "a", "--role", "Boss"], 64, "--role"),
            (["token", "create", "--name", "a", "--role", "Viewer", "--expires", "soon"], 64, "--expires"),
            (["token", "list", "--org", "x"], 64, "--org"), (["token", "revoke"], 64, "name or id"),
            (["serve", "--bind", "x"], 78, "--bind"),
            (["serve", "--database", "postgres://a:hunter2@b/c"], 78, "PostgreSQL"),
            (["check", "--data-dir", "/nonexistent/headgate"], 1, "/nonexistent/headgate"),
        ])
    func wrongUseEndsWithItsCode(arguments: [String], code: Int32, named: String) throws {
        let ended = try Self.run(arguments)
        #expect(ended.exit == .code(code))
        #expect(ended.errorText.contains(named), "\(ended.errorText)")
        #expect(!(ended.errorText + ended.outputText).contains("hunter2"))
    }

    @Test func helpAndVersionSucceed() throws {
        #expect(try Self.run(["help"]).outputText.contains("headgate serve"))
        #expect(try Self.run(["version"]).outputText.hasPrefix("headgate "))
    }

    @Test func aTokenOfTheCommandLineIsTakenAndRefusedByARunningServer() throws {
        let server = try HeadgateProcess()
        let made = try server.command(["token", "create", "--name", "mine", "--role", "Viewer", "--expires", "30d"])
        let token = made.outputText.trimmingCharacters(in: .newlines)
        #expect(made.outputText == token + "\n")
        let caller = Caller(port: server.port, authorization: "Bearer \(token)")
        try waitUntil(caller, answers: 200)
        #expect(try server.command(["token", "list"]).outputText == "1\tViewer\texpires in 30d\tmine\n")
        #expect(try server.command(["token", "revoke", "mine"]).exit == .code(0))
        try waitUntil(caller, answers: 401)
        #expect(try server.command(["token", "revoke", "mine"]).exit == .code(1))
        #expect(try server.stop().exit == .code(0))
        #expect(!String(decoding: server.printed.errors, as: UTF8.self).contains(token))
    }

    private func waitUntil(_ caller: Caller, answers status: Int) throws {
        let deadline = Deadline.after(seconds: 10)
        while try caller.call("GET", "/api/datasources").status != status {
            guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: "status \(status)") }
        }
    }

    @Test func checkSaysWhatOpens() throws {
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "name": "one", "type": "prometheus", "access": "proxy", "url": "http://127.0.0.1:1",
            "secureJsonData": ["basicAuthPassword": "hunter2"],
        ])
        let sound = try server.command(["check"])
        #expect(sound.exit == .code(0))
        #expect(sound.outputText.hasPrefix("configuration: ok\ndatabase: ok\nkey: ok ("))
        #expect(sound.outputText.hasSuffix("secrets: 1 of 1 open\n"))
        try server.stop()
        try server.dataDirectory.write("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", to: "headgate.key")
        let wrong = try server.command(["check"])
        #expect(wrong.exit == .code(1))
        #expect(wrong.outputText.contains("key: data key 1 was wrapped by"))
    }

    @Test("a call under way is finished after SIGTERM, and the server ends with 0")
    func sigtermDrains() throws {
        let call = try SlowCall()
        call.server.signal(SIGTERM)
        try call.waitForLog("draining")
        call.gate.open()
        let answer = try call.connection.readAnswer(to: "GET")
        #expect(answer.status == 200)
        #expect(answer.text == "late")
        #expect(try call.server.waitForExit().exit == .code(0))
        #expect(call.server.state.current.errorText.contains("stopped"))
    }

    @Test func aSecondSignalEndsAtOnce() throws {
        let call = try SlowCall()
        call.server.signal(SIGTERM)
        try call.waitForLog("draining")
        call.server.signal(SIGINT)
        #expect(try call.server.waitForExit().exit == .code(130))
        call.gate.open()
    }
}
