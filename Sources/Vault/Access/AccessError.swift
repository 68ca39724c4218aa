/// Why a change to tokens was not made.
public enum AccessError: Error, Sendable, Equatable, CustomStringConvertible {
    case denied(Permission, reason: String)
    case invalidField(name: String, problem: String)
    case nameTaken
    case notFound
    case storeUnavailable(String)

    init(_ error: StoreError) {
        self =
            switch error {
            case .nameTaken, .uidTaken: .nameTaken
            case .notFound, .revisionMoved: .notFound
            case .unavailable(let what): .storeUnavailable(what)
            }
    }

    public var description: String {
        switch self {
        case .denied(let permission, let reason): "\(permission.action.rawValue) denied: \(reason)"
        case .invalidField(let name, let problem): "\(name) \(problem)"
        case .nameTaken: "the name is taken"
        case .notFound: "not found"
        case .storeUnavailable(let what): "the store is unavailable: \(what)"
        }
    }
}
