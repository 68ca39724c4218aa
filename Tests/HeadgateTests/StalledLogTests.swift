import Foundation
import TestSupport
import Testing

/// Nobody reads what the server says on standard error.
@Suite struct StalledLogTests {
    private let directory: TemporaryDirectory
    private let server: HeadgateProcess
    /// Keeps the reading end open and reads nothing.
    private let unread: FileHandle

    init() throws {
        directory = try TemporaryDirectory()
        let fifo = directory.file("stderr")
        try #require(mkfifo(fifo, 0o600) == 0)
        unread = try #require(FileHandle(forUpdatingAtPath: fifo))
        let script = try directory.write(
            "#!/bin/sh\nexec \(HeadgateProcess.builtExecutable()) \"$@\" 2>\(fifo)\n", to: "headgate")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
        // Each call is to fail at its source, and to be told.
        server = try HeadgateProcess(arguments: ["--upstream-circuit-breaker-failures", "0"], executable: script)
    }

    @Test("A-163: a stalled reader of the log delays no call, and not the end")
    func callsGoOn() throws {
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string("http://127.0.0.1:\(try TCPListener.freePort())"),
        ])
        // A failed call is a line of more than 100 bytes, and a pipe holds 65,536.
        let caller = try RawConnection(port: server.port)
        let calls = 1_000
        for _ in 0..<calls {
            try caller.send(server.admin.request("GET", "/api/datasources/proxy/\(id)/x", close: false))
            #expect(try caller.readAnswer().status == 502)
        }
        #expect(try server.stop().exit == .code(0))
        unread.closeFile()
    }
}
