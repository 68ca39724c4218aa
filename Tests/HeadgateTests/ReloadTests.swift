import Foundation
import TestSupport
import Testing

/// SIGHUP: what can be changed while callers are served.
@Suite struct ReloadTests {
    @Test("the log's settings are read again, its file is opened anew, and an open connection goes on")
    func logSettings() throws {
        let directory = try TemporaryDirectory()
        let log = directory.file("access.log")
        func configure(_ access: Bool) throws -> String {
            try directory.write(#"{"log": {"access": \#(access), "accessFile": "\#(log)"}}"#, to: "c.json")
        }
        let server = try HeadgateProcess(arguments: ["--config", configure(false)])
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        _ = try server.admin.createSource([
            "uid": "up", "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let connection = try RawConnection(port: server.port)
        func call(_ path: String) throws {
            try connection.send(server.admin.request("GET", "/api/datasources/proxy/uid/up/\(path)", close: false))
            #expect(try connection.readAnswer().status == 200)
        }
        func reload(_ times: Int, _ message: String = "log settings read again") throws {
            kill(server.processID, SIGHUP)
            let deadline = Deadline.generous
            while String(decoding: server.printed.errors, as: UTF8.self).ranges(of: message).count < times {
                guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: message) }
                sched_yield()
            }
        }
        try call("unlogged")
        _ = try configure(true)
        try reload(1)
        try call("first")
        // A line that waits when the file is opened anew goes to the new one.
        let deadline = Deadline.generous
        while try !String(contentsOfFile: log, encoding: .utf8).contains("/first"), !deadline.hasPassed {
            sched_yield()
        }
        try #require(rename(log, log + ".1") == 0)
        try reload(2)
        try call("second")
        _ = try directory.write("{", to: "c.json")
        try reload(1, "settings were not read again")
        try call("third")
        #expect(try server.stop().exit == .code(0))
        let (old, new) = try (
            String(contentsOfFile: log + ".1", encoding: .utf8), String(contentsOfFile: log, encoding: .utf8)
        )
        #expect(!old.contains("unlogged") && old.contains("/first") && !old.contains("/second"))
        #expect(new.contains("/second") && new.contains("/third"))
    }
}
