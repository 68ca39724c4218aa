/// A data source as it was last written: what is learned of one version says nothing about the next, which may be somewhere else.
public struct SourceVersion: Sendable, Hashable {
    public let id: Int64
    public let orgID: Int64
    /// Counts up with every write.
    public let revision: Int64

    public init(id: Int64, orgID: Int64, revision: Int64) {
        self.id = id
        self.orgID = orgID
        self.revision = revision
    }
}
