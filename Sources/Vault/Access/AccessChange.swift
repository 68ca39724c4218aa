/// One change to who may come in, as the store committed it.
public enum AccessChange: Sendable {
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
