public import Access

/// One committed change, as the store hands it on in commit order.
public enum StoreChange: Sendable {
    /// A data source was written: also one that only lost the default flag to another.
    case dataSource(StoredDataSource)
    case dataSourceDeleted(id: Int64, orgID: Int64)
    /// All that is granted on a data source now.
    case grants(SourceGrants, sourceID: Int64, orgID: Int64)
    case token(TokenRecord)
    case tokenDeleted(id: Int64)
    case user(UserRecord)
    case userDeleted(id: Int64)
    case organization(OrganizationRecord)
    case organizationDeleted(id: Int64)
    case team(TeamRecord)
    case teamDeleted(id: Int64)
    case serviceAccount(ServiceAccountRecord)
    case serviceAccountDeleted(id: Int64)
}
