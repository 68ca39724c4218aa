internal import Access
internal import Catalog

/// Everything that can refuse a call of the control plane. `ControlErrorResponse` words it.
enum ControlError: Error, Sendable {
    /// What was attempted: some texts differ by it.
    enum Attempt: Sendable, Equatable {
        case read, create, update, delete
    }

    case access(AccessRefusal)
    /// Known, and not allowed to.
    case denied(Action)
    case body(BodyError)
    /// The id in the path is no number, or beyond 64 bits.
    case malformedID
    /// The uid in the path cannot be one.
    case malformedUID
    /// A data source that was to be asked something.
    case asking(AskingRefusal)
    /// The id in the path is zero or less.
    case missingID(Attempt)
    /// `If-Match` names another state than the one there is.
    case preconditionFailed
    case catalog(CatalogError, Attempt)
    case keys(AccessError, Attempt)
    /// `secondsToLive` is below zero.
    case negativeLifetime
    case people(AccessError, PeopleTopic)
    case alreadyMember(userID: Int64)
    /// Neither login nor e-mail address.
    case namelessUser
    case shortPassword
    case longPassword
    /// A service account's role is none of those there are.
    case badServiceRole(field: String)
    case badTokenLifetime
}
