import Glibc
import TestSupport
import Testing

/// The process helper, against a stand-in that keeps headgate's promises about its outside and nothing else.
@Suite struct HeadgateProcessTests {
    private static let standIn = """
        #!/usr/bin/env python3
        import http.server, os, sys
        args = sys.argv[1:]
        data = args[args.index("--data-dir") + 1]
        tokens = os.path.join(data, "tokens")
        if args[:2] == ["token", "create"]:
            token = "glsa_" + args[args.index("--role") + 1]
            print(token, file=open(tokens, "a"))
            print(token)
            sys.exit(0)
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                known = open(tokens).read().split() if os.path.exists(tokens) else []
                ok = (self.headers.get("Authorization") or "").split(" ")[-1] in known
                self.send_response(200 if ok else 401)
                self.end_headers()
            def log_message(self, *a):
                pass
        assert args[0] == "serve" and os.environ["HEADGATE_ADMIN_PASSWORD"]
        bound = args[args.index("--bind") + 1].split(":")
        server = http.server.HTTPServer((bound[0], int(bound[1])), Handler)
        print("admin's first line")
        print("listening on http://127.0.0.1:%d" % server.server_address[1], flush=True)
        print("a complaint", file=sys.stderr, flush=True)
        server.serve_forever()

        """

    private func start() throws -> (HeadgateProcess, TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.standIn, to: "headgate")
        chmod(path, 0o755)
        return (try HeadgateProcess(executable: path), directory)
    }

    @Test func tokensAreMadeAndTaken() throws {
        let (server, directory) = try start()
        defer { _ = directory }
        #expect(try server.token(role: .editor) == "glsa_Editor")
        #expect(try server.caller(role: .viewer).call("GET", "/").status == 200)
        #expect(try Caller(port: server.port, authorization: nil).call("GET", "/").status == 401)
    }

    @Test func dataSurvivesKillAndRestart() throws {
        let (server, directory) = try start()
        defer { _ = directory }
        let token = try server.token(role: .admin)
        try server.kill9()
        try server.restart()
        #expect(try Caller(port: server.port, authorization: "Bearer \(token)").call("GET", "/").status == 200)
        #expect(try server.stop().exit == .signal(SIGTERM))
        let printed = String(decoding: server.printed.output, as: UTF8.self)
        #expect(printed.split(separator: "\n").filter { $0.hasPrefix("listening on") }.count == 2)
        #expect(String(decoding: server.printed.errors, as: UTF8.self).contains("a complaint"))
    }

    @Test func aServerThatEndsAtOnceIsAnError() throws {
        #expect(throws: TestSupportError.self) { try HeadgateProcess(executable: "/bin/false") }
    }
}
