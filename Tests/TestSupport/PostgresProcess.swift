import Foundation
import Glibc

/// Debian's PostgreSQL on a free port: user `headgate` with `password`, database `headgate`, and the superuser `postgres`.
public final class PostgresProcess: Sendable {
    public static let user = "headgate"
    public static let database = "headgate"
    /// Long and unlike anything else, so that finding it anywhere means that it leaked.
    public static let password = "pQ7-postgres-opens-with-this-43"

    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    public var address: String { "127.0.0.1:\(port)" }

    /// Comes back when it takes connections; `password` is that of the user `headgate`. With `tls` (paths of certificate and key, readable by
    /// root) it takes encrypted ones too.
    public init(password: String = PostgresProcess.password, tls: (certificate: String, key: String)? = nil) throws {
        directory = try TemporaryDirectory()
        chmod(directory.path, 0o711)
        let data = directory.file("data")
        try Self.run("/usr/bin/install", ["-d", "-m", "0700"] + (getuid() == 0 ? ["-o", "postgres"] : []) + [data])
        let bin = try Self.binaries()
        try Self.asPostgres(["\(bin)/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"])
        try Self.configure(data, tls: tls)
        var attempts = 0
        while true {
            let port = try TCPListener.freePort()
            do {
                process = try Self.start(bin, data, port)
                self.port = port
                break
            } catch TestSupportError.ended where attempts < 3 {
                attempts += 1  // somebody took the port
            }
        }
        try script(
            "CREATE ROLE \(Self.user) LOGIN PASSWORD '\(password)'; CREATE DATABASE \(Self.database) OWNER \(Self.user)",
            database: "postgres")
    }

    deinit { process.signal(SIGQUIT) }

    /// Runs SQL as the superuser; statements are separated by `;`.
    public func script(_ sql: String, database: String = PostgresProcess.database) throws {
        for statement in sql.split(separator: ";") {
            try Self.run(
                "/usr/bin/psql",
                [
                    "-qX", "-v", "ON_ERROR_STOP=1", "-h", directory.path, "-p", "\(port)", "-U", "postgres", "-d",
                    database, "-c", String(statement),
                ])
        }
    }

    /// Comes back when `count` statements that hold `text` are under way, and no more. It blocks: what is to begin or end them must not need
    /// this thread.
    public func waitForStatements(_ count: Int = 1, with text: String) throws {
        let deadline = Deadline.generous
        while try statementCount(with: text) != count {
            guard !deadline.hasPassed else {
                throw TestSupportError.deadline(waitingFor: "PostgreSQL to run \(text) \(count) times")
            }
        }
    }

    /// How many statements that hold `text` are under way.
    public func statementCount(with text: String) throws -> Int? {
        let others = "state = 'active' AND pid <> pg_backend_pid()"
        return Int(
            try answer(to: "SELECT count(*) FROM pg_stat_activity WHERE \(others) AND query LIKE '%\(text)%'"))
    }

    /// The one value that the superuser is answered.
    private func answer(to sql: String) throws -> String {
        try Self.run(
            "/usr/bin/psql",
            ["-qAtX", "-h", directory.path, "-p", "\(port)", "-U", "postgres", "-d", Self.database, "-c", sql]
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The superuser comes through the socket without a password, everybody else through TCP with one.
    private static func configure(_ data: String, tls: (certificate: String, key: String)?) throws {
        try "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n"
            .write(toFile: "\(data)/pg_hba.conf", atomically: false, encoding: .utf8)
        guard let tls else { return }
        for (from, name) in [(tls.certificate, "server.crt"), (tls.key, "server.key")] {
            try run(
                "/usr/bin/install",
                ["-m", "0600"] + (getuid() == 0 ? ["-o", "postgres"] : []) + [from, "\(data)/\(name)"])
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(data)/postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data("ssl = on\n".utf8))
        try file.close()
    }

    private static func start(_ bin: String, _ data: String, _ port: UInt16) throws -> ChildProcess {
        let folder = (data as NSString).deletingLastPathComponent
        chmod(folder, 0o777)
        let process = try ChildProcess(
            executable: getuid() == 0 ? "/usr/bin/setpriv" : "\(bin)/postgres",
            arguments: (getuid() == 0 ? privileges + ["\(bin)/postgres"] : [])
                + [
                    "-D", data, "-p", "\(port)", "-h", "127.0.0.1", "-k", folder, "-F", "-c",
                    "log_min_messages=warning",
                    "-c", "max_connections=60",
                ])
        let state = try process.state.wait(for: "PostgreSQL to be ready") {
            $0.exit != nil || $0.errorText.contains("database system is ready to accept connections")
        }
        guard state.exit == nil else {
            throw TestSupportError.ended(during: "PostgreSQL's start: \(state.errorText.suffix(300))")
        }
        return process
    }

    /// It refuses to run as root.
    private static let privileges = ["--reuid=postgres", "--regid=postgres", "--init-groups"]

    private static func asPostgres(_ command: [String]) throws {
        if getuid() == 0 {
            try run("/usr/bin/setpriv", privileges + command)
        } else {
            try run(command[0], Array(command.dropFirst()))
        }
    }

    /// What it printed.
    @discardableResult
    private static func run(_ executable: String, _ arguments: [String]) throws -> String {
        let state = try ChildProcess.run(executable, arguments)
        guard state.exit == .code(0) else {
            throw TestSupportError.unexpected("\(executable): \(state.errorText.suffix(500))")
        }
        return state.outputText
    }

    /// Where Debian keeps the newest version's programs.
    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        guard
            let version = try FileManager.default.contentsOfDirectory(atPath: root).max(by: {
                Int($0) ?? 0 < Int($1) ?? 0
            })
        else { throw TestSupportError.unexpected("no PostgreSQL in \(root)") }
        return "\(root)/\(version)/bin"
    }
}
