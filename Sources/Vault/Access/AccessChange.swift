/// One change to who may come in, as the store committed it.
public enum AccessChange: Sendable {
    case token(TokenRecord)
    case tokenDeleted(id: Int64)
    case user(UserRecord)
    case userDeleted(id: Int64)
}
