/// What a store refuses whoever asks, because nobody could repair it afterwards or because it is so already.
public enum StoreRule: String, Sendable, Equatable {
    /// The server would have no enabled admin.
    case lastServerAdmin = "it is the last admin of the server"
    /// The organisation would have no admin.
    case lastOrganizationAdmin = "it is the last admin of the organisation"
    case lastOrganization = "it is the last organisation"
    /// A user's own current organisation.
    case currentOrganization = "it is the caller's current organisation"
    /// Of something that everybody may make.
    case tooMany = "there are too many"
    case alreadyMember = "already a member"
}
