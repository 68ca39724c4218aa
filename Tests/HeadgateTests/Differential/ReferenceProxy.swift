import Foundation
import TestSupport

/// nginx or HAProxy of Debian, passing everything on to one upstream.
final class ReferenceProxy: Sendable {
    enum Kind: String, Sendable, CaseIterable { case nginx, haproxy }

    let kind: Kind
    let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    init(_ kind: Kind, to upstream: UInt16) throws {
        self.kind = kind
        directory = try TemporaryDirectory()
        port = try TCPListener.freePort()
        let text = kind == .nginx ? Self.nginx(directory, port, upstream) : Self.haproxy(port, upstream)
        let file = try directory.write(text, to: "configuration")
        process =
            switch kind {
            case .nginx:
                try ChildProcess(
                    executable: "/usr/sbin/nginx", arguments: ["-e", directory.file("errors"), "-c", file])
            case .haproxy: try ChildProcess(executable: "/usr/sbin/haproxy", arguments: ["-db", "-f", file])
            }
        let deadline = Deadline.generous
        while (try? TCPSocket(connectingTo: port)) == nil {
            let state = process.state.current
            guard state.exit == nil, !deadline.hasPassed else {
                throw TestSupportError.ended(during: "the start of \(kind): \(state.errorText.suffix(300))")
            }
        }
    }

    deinit { process.signal(SIGKILL) }

    private static func nginx(_ directory: TemporaryDirectory, _ port: UInt16, _ upstream: UInt16) -> String {
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        let temporary = kinds.map { "\($0)_temp_path \(directory.path)/\($0);" }.joined(separator: " ")
        return """
            worker_processes 1; daemon off; master_process off; pid \(directory.path)/pid; error_log \(directory.path)/errors;
            events { worker_connections 512; }
            http { access_log off; \(temporary)
              client_header_timeout 2s; client_body_timeout 2s; proxy_read_timeout 2s; lingering_close off;
              large_client_header_buffers 4 32k;
              upstream u { server 127.0.0.1:\(upstream); keepalive 16; }
              server { listen 127.0.0.1:\(port);
                location / { proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection ""; } } }

            """
    }

    private static func haproxy(_ port: UInt16, _ upstream: UInt16) -> String {
        """
        global
          tune.bufsize 49152
        defaults
          mode http
          timeout connect 2s
          timeout client 2s
          timeout server 2s
          timeout http-request 2s
        frontend f
          bind 127.0.0.1:\(port)
          default_backend b
        backend b
          server s 127.0.0.1:\(upstream)

        """
    }
}
