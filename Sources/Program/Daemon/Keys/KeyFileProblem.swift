public import Reactor
public import Secrets

/// Why a key file is refused. Nothing of its content is repeated.
public enum KeyFileProblem: Sendable, Equatable, CustomStringConvertible {
    case missing
    /// The database has data keys that only the missing key unwraps.
    case missingForDatabase
    case unreadable(SystemError)
    case notCreated(SystemError)
    case notARegularFile
    /// The permission bits.
    case openToOthers(mode: String)
    case text(SecretsError)

    public var description: String {
        switch self {
        case .missing: "does not exist"
        case .missingForDatabase:
            "does not exist, and the database was sealed with it: put it back, a new one opens nothing"
        case .unreadable(let error): "cannot be read: \(error)"
        case .notCreated(let error): "cannot be made: \(error)"
        case .notARegularFile: "is not a regular file"
        case .openToOthers(let mode): "has mode \(mode), which others can use: 0600 or 0640 is needed"
        case .text(let error): "holds no key: \(error)"
        }
    }
}
