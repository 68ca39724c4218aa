public import Access

/// A fact about a change that was made, for logs and counters. Destinations are texts without userinfo and query.
public enum CatalogObservation: Sendable, Equatable {
    case created(orgID: Int64, uid: String, by: Identity)
    case updated(orgID: Int64, uid: String, by: Identity)
    case deleted(orgID: Int64, uid: String, by: Identity)
    /// What is granted on it was changed.
    case granted(orgID: Int64, uid: String, by: Identity)
    /// A source of the server is in other organisations than before, or what is replaced there was changed.
    case shared(uid: String, by: Identity)
    /// The source now points elsewhere and kept secrets that were given for the old destination.
    case destinationChangedKeepingSecrets(orgID: Int64, uid: String, old: String, new: String, by: Identity)
}
