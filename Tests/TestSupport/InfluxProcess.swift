import Foundation
import Glibc

/// Debian's InfluxDB 1.6 with authentication on, an administrator and an empty database.
public final class InfluxProcess: Sendable {
    public static let user = "influx-reader"
    /// Long and unlike anything else, so that finding it anywhere means that it leaked.
    public static let password = "zQ7-influx-opens-with-this-42"
    public static let database = "plant"

    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Who asks it directly.
    public var caller: Caller { Caller(port: port, user: Self.user, password: Self.password) }

    /// Comes back when the database is there.
    public init() throws {
        var attempts = 0
        while true {
            do {
                (directory, process, port) = try Self.start()
                break
            } catch TestSupportError.ended where attempts < 3 {
                attempts += 1  // somebody took a port
            }
        }
        // The first account may be made by anybody.
        let everybody = Caller(port: port, authorization: nil)
        try Self.execute("CREATE USER \"\(Self.user)\" WITH PASSWORD '\(Self.password)' WITH ALL PRIVILEGES", everybody)
        try Self.execute("CREATE DATABASE \(Self.database)", caller)
    }

    deinit { process.signal(SIGKILL) }

    /// Writes points in InfluxDB's line protocol; they are there when this comes back.
    public func write(_ lines: String) throws {
        let answer = try caller.call("POST", "/write?db=\(Self.database)", body: Array(lines.utf8))
        guard answer.status == 204 else { throw TestSupportError.unexpected("/write answered \(answer.text)") }
    }

    private static func execute(_ statement: String, _ caller: Caller) throws {
        let text = statement.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        let answer = try caller.call("POST", "/query", fields: form, body: Array("q=\(text)".utf8))
        guard answer.status == 200, !answer.text.contains("error") else {
            throw TestSupportError.unexpected("InfluxDB said \(answer.status) \(answer.text)")
        }
    }

    private static func start() throws -> (TemporaryDirectory, ChildProcess, UInt16) {
        let directory = try TemporaryDirectory()
        let port = try TCPListener.freePort()
        let configuration = try directory.write(
            """
            reporting-disabled = true
            bind-address = "127.0.0.1:\(try TCPListener.freePort())"
            [meta]
              dir = "\(directory.file("meta"))"
            [data]
              dir = "\(directory.file("data"))"
              wal-dir = "\(directory.file("wal"))"
            [monitor]
              store-enabled = false
            [http]
              bind-address = "127.0.0.1:\(port)"
              auth-enabled = true

            """, to: "influxdb.conf")
        let process = try ChildProcess(executable: "/usr/bin/influxd", arguments: ["run", "-config", configuration])
        let state = try process.state.wait(for: "InfluxDB to listen") {
            $0.exit != nil || $0.errorText.contains("Listening on HTTP")
        }
        guard state.exit == nil else {
            throw TestSupportError.ended(during: "InfluxDB's start: \(state.errorText.suffix(300))")
        }
        return (directory, process, port)
    }
}
