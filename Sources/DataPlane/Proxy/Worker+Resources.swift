internal import Access
internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor

/// Calls below a source's `/resources/` that only pass bytes: forwarded as proxied calls are (decision 0021).
extension Worker {
    /// Begins the call whose head stands at the front of the read buffer, if it is such a one and nothing about it is in doubt. Whatever
    /// would be refused, or is worded by the source's type, is left to the control plane.
    mutating func beginResource(_ slot: Int, headBytes: Int) -> Bool {
        guard let reference = PlaneSwitch.resourceReference(of: requestHead.path, in: read) else { return false }
        let admitted = admitTime(slot)
        let admission = Admit.decide(
            requestHead, from: read, authenticator: &authenticator, directory: snapshot.directory, now: unixSeconds)
        switch admission {
        case .refused: return false
        case .needsPassword(let credential): return verify(slot, credential)
        case .admitted(let identity):
            guard
                let (route, path) = Resolve.resource(
                    reference, head: requestHead, from: read, identity: identity, snapshot: snapshot, policy: policy)
            else { return false }
            forwardResource(slot, path, route, identity, reference, admitted, headBytes: headBytes)
            return true
        }
    }

    private mutating func forwardResource(
        _ slot: Int, _ path: ForwardedPath, _ route: Route, _ identity: Identity, _ reference: ResourceReference,
        _ admitted: UInt64, headBytes: Int
    ) {
        var observation = ProxyObservation(
            requestID: takeRequestID(), address: downstream.callers[slot].host, method: requestHead.knownMethod,
            path: ObservedPath(reference.whole, of: read))
        observation.times.admit = admitted
        observation.orgID = identity.orgID
        observation.login = identity.login
        do throws(ProxyFailure) {
            try forward(slot, path, route, identity, headBytes: headBytes, &observation)
        } catch {
            refuse(slot, error, headBytes: headBytes, &observation)
        }
    }
}
