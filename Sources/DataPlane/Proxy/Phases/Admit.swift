internal import Access
internal import Bytes
internal import HTTP

/// Phase `admit`: who is asking? The credential is looked up in the snapshot; only a password that was not seen lately needs more.
enum Admit {
    static func decide(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer, authenticator: inout Authenticator,
        directory: borrowing AccessDirectory, now: Int64
    ) -> Admission {
        guard let range = head.first(.authorization) else { return .refused(.noCredentials) }
        return authenticator.admit(
            authorization: read.span.extracting(range), organization: organization(head, from: read),
            directory: directory, now: now)
    }

    /// What the call stands on that was just admitted as `identity`.
    static func standing(
        of identity: Identity, _ head: borrowing RequestHead, from read: borrowing ByteBuffer,
        authenticator: inout Authenticator, directory: borrowing AccessDirectory
    ) -> Standing? {
        guard let range = head.first(.authorization) else { return nil }
        return authenticator.standing(of: read.span.extracting(range), as: identity, directory: directory)
    }

    /// The organisation that the call names; two fields name none.
    private static func organization(
        _ head: borrowing RequestHead, from read: borrowing ByteBuffer
    ) -> OrganizationChoice {
        guard let range = head.first(.xGrafanaOrgID) else { return .current }
        guard head.hasOnlyOne(.xGrafanaOrgID) else { return .malformed }
        return OrganizationChoice(parsing: read.span.extracting(range))
    }
}
