/// A user with the identity in the current organisation, made once so that a call allocates nothing.
final class UserEntry: Sendable {
    let record: UserRecord
    private let identity: Identity
    let usage: UsageMark

    init(_ record: UserRecord, usage: UsageMark?) {
        self.record = record
        identity = Identity(record)
        self.usage = usage ?? UsageMark(at: record.lastSeenAt)
    }

    /// Whom a call that names this organisation is made as. Where the user is no member, and where there is no such
    /// organisation, it is made without any role: the two cannot be told apart.
    func admission(to organization: OrganizationChoice) -> Admission {
        switch organization {
        case .current: .admitted(identity)
        case .id(let id): .admitted(id == identity.orgID ? identity : Identity(record, in: id))
        case .malformed: .refused(.malformedOrganization)
        }
    }
}
