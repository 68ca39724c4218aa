/// A token with the identity it stands for, made once so that a call allocates nothing.
final class TokenEntry: Sendable {
    let record: TokenRecord
    /// Nothing when the token's account is disabled or gone: the token is then as good as unknown.
    let identity: Identity?
    let usage: UsageMark

    /// `account` is the one that the token is bound to, if it is there; `usage` is that of the entry before.
    init(_ record: TokenRecord, account: ServiceAccountRecord?, usage: UsageMark?) {
        self.record = record
        self.usage = usage ?? UsageMark(at: record.lastUsedAt)
        if record.serviceAccountID == nil {
            identity = Identity(record)
        } else if let account, !account.isDisabled, account.orgID == record.orgID {
            identity = Identity(account)
        } else {
            identity = nil
        }
    }
}
