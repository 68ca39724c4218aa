internal import Access
internal import Bytes
internal import Catalog
internal import HTTP

/// The source's own credentials, or the one that the caller has for the source.
enum Credentials {
    static func append(
        _ route: Route, _ access: RouteAccess, identity: Identity, head: borrowing RequestHead,
        from read: borrowing ByteBuffer, to arena: inout ByteBuffer
    ) {
        // The caller's X-DS-Authorization where the source allows it and it is not empty, else the source's own.
        guard route.allowsDSAuthorization, let value = head.first(.xDSAuthorization), !value.isEmpty else {
            return RouteHead.appendCredentials(of: route, access, login: identity.login, to: &arena)
        }
        RouteHead.appendCredentials(
            of: route, access, login: identity.login, authorization: read.span.extracting(value), to: &arena)
    }
}
