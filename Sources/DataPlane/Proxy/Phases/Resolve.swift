internal import Access
internal import Bytes
internal import Catalog
internal import HTTP

/// Phase `resolve`: which source does the call name, and may this caller ask it that? All from the snapshot: no I/O, no lock.
enum Resolve {
    static func route(
        _ reference: ProxyReference, remainder: Range<Int>, head: borrowing RequestHead,
        from read: borrowing ByteBuffer,
        identity: Identity, snapshot: RouteSnapshot, policy: Policy
    ) throws(ProxyFailure) -> Route {
        guard isProxied(head.knownMethod) else { throw .methodRefused }
        guard !Passages.areTooMany(head, in: read.span) else { throw .loop }
        guard let route = try find(reference, from: read, orgID: identity.orgID, snapshot: snapshot),
            policy.allows(identity, .datasourcesQuery, on: route.grants, in: snapshot.directory)
        else {
            // A source that this caller may not query is not there; whoever has no role here does not even learn that.
            throw policy.allows(identity, Permission(.datasourcesQuery)) ? .notFound : .queryDenied
        }
        let path = read.span.extracting(remainder)
        do throws(ProxyPathError) { try ProxyPath.check(path) } catch { throw .badPath }
        let method = read.span.extracting(head.method)
        let cut = path.isEmpty ? path : path.extracting(1..<path.count)
        switch route.rules.decide(method: method, remainder: cut, role: identity.role) {
        case .allow: return route
        case .refuse(let refusal): throw .rule(refusal)
        }
    }

    /// The source whose resources the call asks for, and where at the source it leads; nothing for a call that does not only pass bytes, or
    /// that would be refused.
    static func resource(
        _ reference: ResourceReference, head: borrowing RequestHead, from read: borrowing ByteBuffer,
        identity: Identity, snapshot: RouteSnapshot, policy: Policy
    ) -> (Route, ForwardedPath)? {
        guard isProxied(head.knownMethod),
            let route = try? find(reference.source, from: read, orgID: identity.orgID, snapshot: snapshot),
            policy.allows(identity, .datasourcesQuery, on: route.grants, in: snapshot.directory)
        else { return nil }
        let path = read.span.extracting(reference.path)
        let method = read.span.extracting(head.method)
        let cut = path.isEmpty ? path : path.extracting(1..<path.count)
        guard (try? ProxyPath.check(path)) != nil, !ProxyPath.hasEmptySegment(path),
            let prefix = route.resources.prefix(method: method, path: cut),
            route.rules.decide(method: method, remainder: cut, role: identity.role) == .allow
        else { return nil }
        // A slash and nothing behind it is the base path itself.
        let remainder = cut.isEmpty ? reference.path.lowerBound..<reference.path.lowerBound : reference.path
        return (route, ForwardedPath(remainder: remainder, prefix: prefix, isResource: true))
    }

    /// Methods are told apart byte by byte, here and in the rules of types; a source that reads `delete` as DELETE would be asked
    /// past its rules.
    private static func isProxied(_ method: HTTPMethod) -> Bool {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: true
        case .trace, .connect, .other: false
        }
    }

    private static func find(
        _ reference: ProxyReference, from read: borrowing ByteBuffer, orgID: Int64, snapshot: RouteSnapshot
    ) throws(ProxyFailure) -> Route? {
        switch reference {
        case .id(let id): return snapshot.route(orgID: orgID, id: id)
        case .uid(let range): return snapshot.route(orgID: orgID, uid: read.span.extracting(range))
        case .invalidID: throw .invalidID
        case .invalidUID: throw .invalidUID
        }
    }
}
