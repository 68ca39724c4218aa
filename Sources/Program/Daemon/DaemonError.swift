public import Access
public import Reactor
public import Secrets

/// Why the server did not start or a command did not do its work.
public enum DaemonError: Error, Sendable, Equatable {
    case configuration([ConfigurationMistake])
    case keyFile(path: String, KeyFileProblem)
    case secrets(SecretsError)
    case store(StoreError)
    case access(AccessError)
    case dataDirectory(path: String, SystemError)
    /// Another server serves this database.
    case databaseInUse(path: String)
    case cannotListen(SocketAddress, SystemError)
    /// The kernel or the library refused what every start needs: a thread, a loop.
    case cannotStart(SystemError)
    /// The file for log lines cannot be opened.
    case cannotLog(path: String, SystemError)
    case passwordNotHashed
    case usage(UsageError)
    /// No token of the organisation has this name or id.
    case noSuchToken(String)
    /// A name of one token and the id of another.
    case ambiguousToken(String)
    /// `check` found this many problems, and has said them.
    case checkFailed(problems: Int)
}

extension DaemonError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .configuration(let mistakes): mistakes.map(\.description).joined(separator: "\n")
        case .keyFile(let path, let problem): "the key file \(path) \(problem)"
        case .secrets(let error): "\(error)"
        case .store(let error): "\(error)"
        case .access(let error): "\(error)"
        case .dataDirectory(let path, let error): "the data directory \(path) cannot be used: \(error)"
        case .databaseInUse(let path): "another server serves the database \(path)"
        case .cannotListen(let address, let error): "cannot listen on \(address): \(error)"
        case .cannotStart(let error): "cannot start: \(error)"
        case .cannotLog(let path, let error): "log lines cannot be written to \(path): \(error)"
        case .passwordNotHashed: "the admin's password cannot be hashed: too little memory"
        case .usage(let error): "\(error)"
        case .noSuchToken(let name): "there is no token \(name)"
        case .ambiguousToken(let name): "\(name) is the name of one token and the id of another"
        case .checkFailed(let problems): problems == 1 ? "1 problem" : "\(problems) problems"
        }
    }

    /// The exit code: usage and configuration as in sysexits.h, 1 for everything else.
    public var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .configuration: 78
        case .keyFile, .secrets, .store, .access, .dataDirectory, .databaseInUse, .cannotListen, .cannotStart,
            .cannotLog, .passwordNotHashed, .noSuchToken, .ambiguousToken, .checkFailed:
            1
        }
    }
}
