public import Access

/// Why the catalog did not do what it was asked. A refused change has changed nothing.
public enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not there, not in this organisation, or nothing that this caller may read: the three are not told apart (A-029).
    case notFound
    /// Nobody of this organisation: an account or a team that something was to be granted to.
    case principalNotFound(SourcePrincipal)
    /// An id that is no integer (thrown by whoever reads one).
    case invalidID
    /// An id that is 0 or negative.
    case missingID
    case invalidUID
    /// A name that is too long or holds control characters.
    case invalidName
    /// A url that cannot be read, is too long, carries credentials, or is missing where the type needs one.
    case invalidURL
    /// A url that leads where the server's outbound rules allow no connection.
    case destinationRefused
    /// `name` is the field as it stands in a body, `problem` completes the sentence.
    case invalidField(name: String, problem: String)
    case nameTaken
    case uidTaken
    /// The version that was sent is older than the stored one.
    case staleVersion
    /// The strict check failed: the source was written since; `current` is its revision now.
    case revisionMoved(current: Int64)
    case readOnly
    case denied(Permission, reason: String)
    /// The source's secrets are bound to its destination, and the change would send these elsewhere: send them again
    /// with it.
    case bindingRequiresSecrets(fields: [String])
    /// A stored secret could not be opened.
    case secretUnavailable
    case storeUnavailable(String)

    init(_ error: StoreError) {
        self =
            switch error {
            case .nameTaken: .nameTaken
            case .uidTaken: .uidTaken
            case .notFound: .notFound
            case .principalNotFound(let principal): .principalNotFound(principal)
            case .revisionMoved(let current): .revisionMoved(current: current)
            case .refused(let rule): .storeUnavailable(rule.rawValue)
            case .unavailable(let what): .storeUnavailable(what)
            }
    }

    public var description: String {
        switch self {
        case .notFound: "data source not found"
        case .principalNotFound(.team): "team not found"
        case .principalNotFound(.account), .principalNotFound(.role): "user not found"
        case .invalidID: "id is invalid"
        case .missingID: "id is missing"
        case .invalidUID: "uid is invalid: 1 to 40 of A-Z, a-z, 0-9, - and _"
        case .invalidName: "name is invalid: at most 190 bytes, no control characters"
        case .invalidURL: "url is invalid"
        case .destinationRefused: "url leads where no connection is allowed"
        case .invalidField(let name, let problem): "\(name) \(problem)"
        case .nameTaken: "the name is taken"
        case .uidTaken: "the uid is taken"
        case .staleVersion, .revisionMoved: "changed by someone else"
        case .readOnly: "read-only data source"
        case .denied(let permission, let reason): "\(permission.action.rawValue) denied: \(reason)"
        case .bindingRequiresSecrets(let fields):
            "a new destination needs these secrets again: \(fields.joined(separator: ", "))"
        case .secretUnavailable: "a stored secret cannot be opened"
        case .storeUnavailable(let what): "the store is unavailable: \(what)"
        }
    }
}
