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
            authorization: read.span.extracting(range), directory: directory, now: now)
    }
}
