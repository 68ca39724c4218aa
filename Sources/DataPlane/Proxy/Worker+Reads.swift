internal import Access
internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP

/// Reads of one data source, answered from the snapshot on the caller's own loop, without a task: the bytes were made when the source was
/// last written.
extension Worker {
    /// Answers the request whose head stands at the front of the read buffer, if it is such a read and nothing about it is in doubt. Whatever
    /// would be refused, or asks for more, is left to the control plane, which decides by the same policy and words the answer.
    mutating func answerRead(_ slot: Int, headBytes: Int) -> Bool {
        guard requestHead.framing == .none, requestHead.query == nil, requestHead.knownMethod.isRead,
            let reference = PlaneSwitch.readReference(of: requestHead.path, in: read),
            let route = routeToRead(reference)
        else { return false }
        downstream.keepInput(slot, read, from: headBytes)
        environment.observeRead(reference.isUID ? .byUID : .byID)
        let tag = ("ETag", EntityTag.text(revision: route.revision))
        answer(slot, AsyncResponse(fields: Self.readFields + [tag], body: route.answer))
        return true
    }

    private static let readFields = [("Content-Type", "application/json")] + UsualFields.lines

    private mutating func routeToRead(_ reference: ProxyReference) -> Route? {
        guard
            case .admitted(let identity) = Admit.decide(
                requestHead, from: read, authenticator: &authenticator, directory: snapshot.directory, now: unixSeconds)
        else { return nil }
        let found: Route? =
            switch reference {
            case .id(let id): snapshot.route(orgID: identity.orgID, id: id)
            case .uid(let range): snapshot.route(orgID: identity.orgID, uid: read.span.extracting(range))
            case .invalidID, .invalidUID: nil
            }
        guard let route = found, policy.allows(identity, .datasourcesRead, on: route.grants, in: snapshot.directory)
        else { return nil }
        return route
    }
}

extension HTTPMethod {
    fileprivate var isRead: Bool {
        switch self {
        case .get, .head: true
        case .post, .put, .patch, .delete, .options, .trace, .connect, .other: false
        }
    }
}

extension ProxyReference {
    fileprivate var isUID: Bool {
        switch self {
        case .uid, .invalidUID: true
        case .id, .invalidID: false
        }
    }
}
