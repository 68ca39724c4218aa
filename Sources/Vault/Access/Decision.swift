/// Yes or no, and why.
public enum Decision: Sendable, Equatable {
    case allow(rule: String)
    case deny(reason: String)

    public var isAllowed: Bool {
        switch self {
        case .allow: true
        case .deny: false
        }
    }
}
