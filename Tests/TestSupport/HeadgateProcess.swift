import Foundation
import Glibc

/// The built executable, serving on a port of its own over a data directory of its own.
public final class HeadgateProcess: Sendable {
    public enum Role: String, Sendable, CaseIterable {
        case viewer = "Viewer"
        case editor = "Editor"
        case admin = "Admin"
    }

    public static let adminPassword = "first-password-of-the-tests"

    public let dataDirectory: TemporaryDirectory
    private let executable: String
    private let arguments: [String]
    private let environment: [String: String]

    private struct Run: Sendable {
        var process: ChildProcess
        var port: UInt16
        var usesTLS: Bool
    }
    private let run: Watched<Run>
    /// What earlier runs printed.
    private let earlier = Watched((output: [UInt8](), errors: [UInt8]()))

    /// Starts and waits until the server says that it listens. `executable` is the built one unless a test brings another.
    public init(
        arguments: [String] = [], environment: [String: String] = [:], executable: String? = nil
    ) throws {
        dataDirectory = try TemporaryDirectory()
        self.executable = try executable ?? Self.builtExecutable()
        self.arguments = arguments
        self.environment = environment.merging(["HEADGATE_ADMIN_PASSWORD": Self.adminPassword]) { own, _ in own }
        run = Watched(try Self.start(self.executable, arguments, self.environment, dataDirectory))
    }

    public var port: UInt16 { run.change { $0.port } }
    public var processID: pid_t { run.change { $0.process.processID } }
    public var usesTLS: Bool { run.change { $0.usesTLS } }
    public var admin: Caller { Caller(port: port, user: "admin", password: Self.adminPassword, usesTLS: usesTLS) }

    /// Everything printed so far, by all runs.
    public var printed: (output: [UInt8], errors: [UInt8]) {
        let state = run.change { $0.process }.state.current
        let before = earlier.current
        return (before.output + state.standardOutput, before.errors + state.standardError)
    }

    /// The most memory that the present run ever had in use, from the kernel's count.
    public func peakMegabytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kibibytes = line?.split(separator: " ").compactMap({ Int($0) }).first else {
            throw TestSupportError.unexpected("no VmHWM of process \(processID)")
        }
        return kibibytes / 1024
    }

    /// Waits until what the present run wrote on standard error is enough.
    public func waitForErrors(_ what: String, _ isEnough: ([UInt8]) -> Bool) throws {
        try run.change { $0.process }.state.wait(for: what) { isEnough($0.standardError) }
    }

    /// SIGTERM, and waits for the end.
    @discardableResult
    public func stop() throws -> ChildProcess.State {
        let process = run.change { $0.process }
        process.signal(SIGTERM)
        return try process.waitForExit()
    }

    /// SIGKILL, and waits for the end.
    public func kill9() throws {
        let process = run.change { $0.process }
        process.signal(SIGKILL)
        try process.waitForExit()
    }

    /// Starts again over the same data directory, on another port. The last run must have ended.
    public func restart() throws {
        let last = run.change { $0.process }.state.current
        precondition(last.exit != nil, "restart of a server that still runs")
        earlier.change {
            $0.output += last.standardOutput
            $0.errors += last.standardError
        }
        let next = try Self.start(executable, arguments, environment, dataDirectory)
        run.change { $0 = next }
    }

    /// `headgate` with other arguments over the same data directory, run to its end.
    public func command(_ arguments: [String]) throws -> ChildProcess.State {
        try ChildProcess.run(
            executable, arguments + ["--data-dir", dataDirectory.path], environment: environment)
    }

    /// A new token, made by the command line. Comes back once the running server takes it (at most a second later).
    public func token(role: Role, name: String? = nil) throws -> String {
        let made = try command(["token", "create", "--name", name ?? UUID().uuidString, "--role", role.rawValue])
        guard made.exit == .code(0), let token = made.outputText.split(whereSeparator: \.isWhitespace).last else {
            throw TestSupportError.unexpected("token create: \(String(describing: made.exit)) \(made.errorText)")
        }
        let caller = Caller(port: port, authorization: "Bearer \(token)", usesTLS: usesTLS)
        let deadline = Deadline.after(seconds: 10)
        while try caller.call("GET", "/api/datasources").status == 401 {
            guard !deadline.hasPassed else {
                throw TestSupportError.deadline(waitingFor: "the server to take a new token")
            }
        }
        return String(token)
    }

    public func caller(role: Role) throws -> Caller {
        Caller(port: port, authorization: "Bearer \(try token(role: role))", usesTLS: usesTLS)
    }

    /// HEADGATE_EXECUTABLE, or the one that SwiftPM built beside this test bundle.
    public static func builtExecutable() throws -> String {
        let beside =
            (try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") as NSString)
            .deletingLastPathComponent + "/headgate"
        let path = ProcessInfo.processInfo.environment["HEADGATE_EXECUTABLE"] ?? beside
        guard access(path, X_OK) == 0 else { throw TestSupportError.noExecutable(path: path) }
        return path
    }

    private static func start(
        _ executable: String, _ arguments: [String], _ environment: [String: String], _ directory: TemporaryDirectory
    ) throws -> Run {
        let process = try ChildProcess(
            executable: executable,
            arguments: ["serve", "--bind", "127.0.0.1:0", "--data-dir", directory.path] + arguments,
            environment: environment)
        let state = try process.state.wait(for: "the server to listen") {
            announcedPort(in: $0.outputText) != nil || $0.exit != nil
        }
        guard let port = announcedPort(in: state.outputText) else {
            throw TestSupportError.unexpected("the server ended at once: \(state.errorText.suffix(500))")
        }
        let usesTLS = state.outputText.contains("listening on https://")
        return Run(process: process, port: port, usesTLS: usesTLS)
    }

    /// The port of a whole line `listening on http://HOST:PORT` or `https://`.
    static func announcedPort(in output: String) -> UInt16? {
        for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        where line.hasPrefix("listening on http://") || line.hasPrefix("listening on https://") {
            return line.split(separator: ":").last.flatMap { UInt16($0) }
        }
        return nil
    }
}
