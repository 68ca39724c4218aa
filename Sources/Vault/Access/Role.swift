/// What somebody may do in one organisation; each role may do all that the ones before it may.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    case none = "None"
    case viewer = "Viewer"
    case editor = "Editor"
    case admin = "Admin"

    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .none: 0
        case .viewer: 1
        case .editor: 2
        case .admin: 3
        }
    }
}
