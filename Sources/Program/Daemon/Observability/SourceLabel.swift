/// What a metric says of a data source. The uid is the one that it had when it was first called.
struct SourceLabel: Hashable, Sendable {
    let id: Int64
    let orgID: Int64
    let uid: String

    /// What series are told apart by: a source that was deleted and made anew under its uid goes on in the same ones.
    struct Name: Hashable {
        let orgID: Int64
        let uid: String
    }

    var name: Name { Name(orgID: orgID, uid: uid) }

    /// Calls that were refused before their source was known, or whose source there is not.
    static let none = SourceLabel(id: 0, orgID: 0, uid: "(none)")
    /// All sources beyond those that have labels of their own. Neither name is one that a source could have.
    static let other = SourceLabel(id: -1, orgID: 0, uid: "(other)")
}
