/// Why a helper gave up. What it was waiting for is part of the text, because a deadline is only as good as its message.
public enum TestSupportError: Error, Sendable, CustomStringConvertible {
    case deadline(waitingFor: String)
    case system(call: String, code: Int32)
    case ended(during: String)
    case noExecutable(path: String)
    case unexpected(String)

    public var description: String {
        switch self {
        case .deadline(let what): "the deadline passed while waiting for \(what)"
        case .system(let call, let code): "\(call) failed with errno \(code)"
        case .ended(let what): "the other side ended during \(what)"
        case .noExecutable(let path): "no executable at \(path); build it, or name it in HEADGATE_EXECUTABLE"
        case .unexpected(let what): what
        }
    }
}
