import Glibc
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @Test func outputAndExitCodeAreCollected() throws {
        let state = try ChildProcess.run("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"])
        #expect(state.outputText == "out\n" && state.errorText == "err\n" && state.exit == .code(3))
    }

    @Test func onlyTheGivenEnvironmentIsPassedOn() throws {
        setenv("HEADGATE_TEST_LEAK", "1", 1)
        let state = try ChildProcess.run("/usr/bin/env", [], environment: ["GIVEN": "x"])
        let names = Set(state.outputText.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
        #expect(
            names.contains("GIVEN")
                && names.isSubset(of: ["GIVEN", "PATH", "HOME", "TSAN_OPTIONS", "ASAN_OPTIONS", "SWIFT_BACKTRACE"]))
    }

    @Test func signalsEndAProcessAndAreTold() throws {
        let process = try ChildProcess(executable: "/bin/cat", arguments: ["/dev/stdout"])
        process.signal(SIGKILL)
        #expect(try process.waitForExit().exit == .signal(SIGKILL))
        process.signal(SIGKILL)
    }

    @Test func missingProgramsAreAnError() {
        #expect(throws: TestSupportError.self) { try ChildProcess(executable: "/no/such/program", arguments: []) }
    }

    @Test func socketsAreNotInherited() throws {
        let listener = try TCPListener()
        let connection = try TCPSocket(connectingTo: listener.port)
        let accepted = try #require(listener.accept())
        let process = try ChildProcess(executable: "/bin/sh", arguments: ["-c", "echo started; exec cat /dev/fd/1"])
        try process.state.wait(for: "the child") { $0.outputText == "started\n" }
        accepted.close()
        #expect(try connection.receive() == .end)
    }

    @Test func pythonRuns() throws {
        #expect(try ChildProcess.python(["-c", "print(6 * 7)"]).outputText == "42\n")
    }
}
