/// Why a store did not do what it was asked. "Not there" on a read is `nil`, never one of these.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another row of the organisation has the name.
    case nameTaken
    /// Another data source of the organisation has the uid.
    case uidTaken
    /// The row to change or delete is not there, or belongs to another organisation.
    case notFound
    /// The organisation has no such account or team.
    case principalNotFound(SourcePrincipal)
    /// The row was written since the caller loaded it; `current` is its revision now.
    case revisionMoved(current: Int64)
    /// A rule that holds for everybody stands against it.
    case refused(StoreRule)
    /// The store could not be asked. The text is for operators and holds no value of any row.
    case unavailable(String)

    public var description: String {
        switch self {
        case .nameTaken: "the name is taken"
        case .uidTaken: "the uid is taken"
        case .notFound, .principalNotFound: "not found"
        case .revisionMoved: "changed by someone else"
        case .refused(let rule): rule.rawValue
        case .unavailable(let what): "the store is unavailable: \(what)"
        }
    }
}
