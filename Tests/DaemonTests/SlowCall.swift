import TestSupport

/// A server of the executable with one proxied call under way, whose source says nothing until the gate opens.
struct SlowCall {
    let gate = Gate()
    let server: ChildProcess
    let connection: RawConnection
    private let upstream: ScriptedUpstream
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let gate = gate
        upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("late"))] }
        server = try ChildProcess(
            executable: HeadgateProcess.builtExecutable(),
            arguments: ["serve", "--bind", "127.0.0.1:0", "--data-dir", directory.path],
            environment: Sanitizer.permitsThreadsLeft.merging(["HEADGATE_ADMIN_PASSWORD": "first-password"]) { own, _ in
                own
            })
        let state = try server.state.wait(for: "the server to listen") { Self.port(in: $0.outputText) != nil }
        let port = Self.port(in: state.outputText) ?? 0
        let admin = Caller(port: port, user: "admin", password: "first-password")
        let id = try admin.createSourceID([
            "name": "slow", "type": "prometheus", "access": "proxy", "url": .string(upstream.url),
        ])
        connection = try RawConnection(port: port)
        try connection.send(admin.request("GET", "/api/datasources/proxy/\(id)/x"))
        try upstream.connections.wait(for: "the source to be asked") { $0.contains { !$0.requests.isEmpty } }
    }

    func waitForLog(_ message: String) throws {
        try server.state.wait(for: "the log to say \(message)") { $0.errorText.contains("\"message\":\"\(message)\"") }
    }

    private static func port(in output: String) -> UInt16? {
        let line = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .first { $0.hasPrefix("listening on http://") }
        return line?.split(separator: ":").last.flatMap { UInt16($0) }
    }
}
