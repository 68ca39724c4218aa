import Foundation
import TestSupport

/// nginx of Debian as a data source that serves two files: byte ranges of the one, the other whole, with a length or in chunks.
final class FileServer: Sendable {
    let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Comes back when it listens.
    init(small: [UInt8], large: [UInt8]) throws {
        directory = try TemporaryDirectory()
        port = try TCPListener.freePort()
        try Data(small).write(to: URL(fileURLWithPath: directory.file("small.bin")))
        try Data(large).write(to: URL(fileURLWithPath: directory.file("large.bin")))
        let file = try directory.write(Self.configuration(directory.path, port), to: "configuration")
        process = try ChildProcess(
            executable: "/usr/sbin/nginx", arguments: ["-e", directory.file("errors"), "-c", file])
        try process.waitToListen(on: port, as: "nginx")
    }

    deinit { process.signal(SIGKILL) }

    /// Server-side includes are looked for in `/federate`, so that its length is not known and it goes out in chunks.
    private static func configuration(_ path: String, _ port: UInt16) -> String {
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        let temporary = kinds.map { "\($0)_temp_path \(path)/\($0);" }.joined(separator: " ")
        return """
            worker_processes 1; daemon off; master_process off; pid \(path)/pid; error_log \(path)/errors;
            events { worker_connections 64; }
            http { access_log off; \(temporary) default_type application/octet-stream;
              server { listen 127.0.0.1:\(port); root \(path);
                location = /api/v1/query_range { default_type application/json; alias \(path)/large.bin; }
                location = /federate { ssi on; ssi_types *; alias \(path)/large.bin; } } }

            """
    }
}
