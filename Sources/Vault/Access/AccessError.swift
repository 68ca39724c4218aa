/// Why something was not done to users, organisations, teams, service accounts or tokens.
public enum AccessError: Error, Sendable, Equatable, CustomStringConvertible {
    case denied(Permission, reason: String)
    case invalidField(name: String, problem: String)
    case nameTaken
    /// Not there, or not in this organisation: the two are not told apart.
    case notFound
    case refused(StoreRule)
    /// The old password that a change of one's own password needs.
    case wrongPassword
    /// The user has no place in the organisation that is to be current.
    case notAMember
    case storeUnavailable(String)

    init(_ error: StoreError) {
        self =
            switch error {
            case .nameTaken, .uidTaken: .nameTaken
            case .notFound, .principalNotFound, .revisionMoved: .notFound
            case .refused(let rule): .refused(rule)
            case .unavailable(let what): .storeUnavailable(what)
            }
    }

    public var description: String {
        switch self {
        case .denied(let permission, let reason): "\(permission.action.rawValue) denied: \(reason)"
        case .invalidField(let name, let problem): "\(name) \(problem)"
        case .nameTaken: "the name is taken"
        case .notFound: "not found"
        case .refused(let rule): rule.rawValue
        case .wrongPassword: "wrong password"
        case .notAMember: "not a member of that organisation"
        case .storeUnavailable(let what): "the store is unavailable: \(what)"
        }
    }
}
