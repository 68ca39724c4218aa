internal import Access
internal import Bytes
internal import Catalog
internal import Crypto
internal import HTTP

/// The source's own credentials, written into the head behind everything that a caller may influence: nothing the caller names in
/// Connection or sends under the same name can remove or double them.
enum Credentials {
    static func append(
        _ route: Route, edits: RouteEdits, identity: Identity, head: borrowing RequestHead,
        from read: borrowing ByteBuffer, to arena: inout ByteBuffer
    ) {
        edits.customFields.append(to: &arena)
        if !edits.replacesAuthorization { appendAuthorization(route, edits, head, read, &arena) }
        if route.sendsUserHeader, !edits.replaces("x-grafana-user") {
            arena.append("X-Grafana-User: ")
            arena.append(identity.login)
            arena.append("\r\n")
        }
    }

    /// The caller's X-DS-Authorization where the source allows it and it is not empty, else the source's own.
    private static func appendAuthorization(
        _ route: Route, _ edits: RouteEdits, _ head: borrowing RequestHead, _ read: borrowing ByteBuffer,
        _ arena: inout ByteBuffer
    ) {
        if route.allowsDSAuthorization, let value = head.first(.xDSAuthorization), !value.isEmpty {
            arena.append("Authorization: ")
            arena.append(read, value)
            arena.append("\r\n")
        } else {
            edits.authorization?.append(to: &arena)
        }
    }
}
