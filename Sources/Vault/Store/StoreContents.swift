public import Access
public import Catalog

/// All that a snapshot is built from, each in the order of ids, as of one moment.
public struct StoreContents: Sendable {
    public let organizations: [OrganizationRecord]
    public let users: [UserRecord]
    public let teams: [TeamRecord]
    public let serviceAccounts: [ServiceAccountRecord]
    public let tokens: [TokenRecord]
    public let dataSources: [StoredDataSource]
    /// The last write that is part of this; follow the store from here.
    public let revision: Int64
}
