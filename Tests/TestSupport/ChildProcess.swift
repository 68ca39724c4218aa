import Foundation
import Glibc

/// A program started by a test: its output is collected as it comes, its end is an event, and it never outlives the test.
public final class ChildProcess: Sendable {
    public enum Exit: Sendable, Equatable {
        case code(Int32)
        case signal(Int32)
    }

    public struct State: Sendable {
        public var standardOutput: [UInt8] = []
        public var standardError: [UInt8] = []
        /// Streams whose writing end somebody still holds.
        public var openStreams = 2
        public var exit: Exit?

        public var outputText: String { String(decoding: standardOutput, as: UTF8.self) }
        public var errorText: String { String(decoding: standardError, as: UTF8.self) }
    }

    public let processID: pid_t
    public let state: Watched<State>

    /// Starts `executable` with an empty environment but for PATH, HOME, where a sanitizer reports, and what is given; standard input from /dev/null.
    public init(executable: String, arguments: [String], environment: [String: String] = [:]) throws {
        let output = try Pipe()
        let errors = try Pipe()
        var all = environment
        for name in ["PATH", "HOME", "TSAN_OPTIONS", "ASAN_OPTIONS", "SWIFT_BACKTRACE"] where all[name] == nil {
            all[name] = ProcessInfo.processInfo.environment[name]
        }
        processID = try Self.spawn(
            executable, arguments, all, output: output.writing, errors: errors.writing)
        output.closeWriting()
        errors.closeWriting()
        state = Watched(State())
        Self.collect(output.reading, into: state) { $0.standardOutput += $1 }
        Self.collect(errors.reading, into: state) { $0.standardError += $1 }
        Self.reap(processID, into: state)
    }

    deinit {
        signal(SIGKILL)
    }

    /// Sends a signal, unless the process has been reaped: its number could be somebody else's by then.
    public func signal(_ number: Int32) {
        state.change { if $0.exit == nil { kill(processID, number) } }
    }

    /// Waits until the process ended and all its output is here.
    @discardableResult
    public func waitForExit(by deadline: Deadline = .generous) throws -> State {
        try state.wait(for: "process \(processID) to end", by: deadline) { $0.exit != nil && $0.openStreams == 0 }
    }

    private static func collect(
        _ descriptor: CInt, into state: Watched<State>, _ append: @escaping @Sendable (inout State, [UInt8]) -> Void
    ) {
        Parallel.start {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                state.change { append(&$0, Array(buffer[..<count])) }
            }
            close(descriptor)
            state.change { $0.openStreams -= 1 }
        }
    }

    private static func reap(_ processID: pid_t, into state: Watched<State>) {
        Parallel.start {
            var information = siginfo_t()
            // WNOWAIT leaves the number taken until the exit is recorded under the lock.
            while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
            state.change {
                var status: Int32 = 0
                waitpid(processID, &status, 0)
                let signal = status & 0x7F
                $0.exit = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
            }
        }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String], output: CInt,
        errors: CInt
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Sockets of other tests must not live on in a child: their peers would never see them close.
        _ = closeFrom(&actions, 3)

        // The pool's threads block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var argumentList: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var environmentList: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argumentList + environmentList { free(pointer) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, executable, &actions, &attributes, &argumentList, &environmentList)
        guard code == 0 else { throw TestSupportError.system(call: "posix_spawn \(executable)", code: code) }
        return processID
    }

    /// posix_spawn_file_actions_addclosefrom_np (glibc 2.34): the Glibc module does not show it.
    private static let closeFrom: @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt =
        unsafeBitCast(
            dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
            to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt).self)

    private struct Pipe {
        let reading: CInt
        let writing: CInt

        init() throws {
            var ends: [CInt] = [0, 0]
            guard pipe(&ends) == 0 else { throw TestSupportError.system(call: "pipe", code: errno) }
            (reading, writing) = (ends[0], ends[1])
        }

        func closeWriting() { close(writing) }
    }
}

extension ChildProcess {
    /// Runs a program to its end.
    public static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        by deadline: Deadline = .after(seconds: 60)
    ) throws -> State {
        try ChildProcess(
            executable: executable, arguments: arguments, environment: environment
        ).waitForExit(by: deadline)
    }

    /// Debian's python3, run to its end: the conformance script, and a second pair of eyes on a database file.
    public static func python(
        _ arguments: [String], environment: [String: String] = [:], by deadline: Deadline = .after(seconds: 120)
    ) throws -> State {
        try run("/usr/bin/env", ["python3"] + arguments, environment: environment, by: deadline)
    }
}
