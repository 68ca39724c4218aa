import Foundation
import TestSupport
import Testing

@Suite struct MemoryTests {
    private static let password = "mEm-this-password-must-not-be-dumped-91"

    /// gcore needs ptrace, which containers may refuse; a child of ours that sleeps shows whether it works here.
    /// A dump of a process under a sanitizer has terabytes of shadow memory.
    private static let canDump: Bool = {
        guard !Sanitizer.isOn, let child = try? ChildProcess(executable: "/bin/sleep", arguments: ["60"]),
            let directory = try? TemporaryDirectory(),
            let run = try? ChildProcess.run("/usr/bin/gcore", ["-o", directory.file("core"), "\(child.processID)"])
        else { return false }
        return run.exit == .code(0)
    }()

    @Test(
        "A-047: a dump of the idle process holds no data source's password",
        .enabled(if: canDump, "ptrace or gcore is refused here"))
    func dumpHoldsNoPassword() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("{}"))] }
        let server = try HeadgateProcess()
        let id = try server.admin.createSourceID([
            "name": "source-seen-in-the-dump", "type": "graphite", "access": "proxy", "url": .string(upstream.url),
            "basicAuth": true, "basicAuthUser": "u", "secureJsonData": ["basicAuthPassword": .string(Self.password)],
        ])
        for _ in 0..<20 {
            #expect(try server.admin.call("GET", "/api/datasources/proxy/\(id)/render").status == 200)
        }
        let sent = try #require(upstream.requests.first?.field("authorization"))
        #expect(sent == "Basic " + Data("u:\(Self.password)".utf8).base64EncodedString())

        let directory = try TemporaryDirectory()
        let run = try ChildProcess.run("/usr/bin/gcore", ["-o", directory.file("core"), "\(server.processID)"])
        try #require(run.exit == .code(0), "\(run.errorText)")
        let core = directory.file("core.\(server.processID)")
        // The dump is a real one: what is no secret is in it.
        #expect(try ByteSearch.file(core, contains: Array("source-seen-in-the-dump".utf8)))
        for secret in ByteSearch.disguises(of: Self.password) {
            #expect(try !ByteSearch.file(core, contains: secret), "\(String(decoding: secret, as: UTF8.self))")
        }
        #expect(try server.admin.call("GET", "/api/health").status == 200)
    }
}
