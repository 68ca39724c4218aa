internal import Access
internal import Bytes
internal import Catalog
internal import Crypto
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// The beginning of a proxied call: the phases up to `acquire`.
extension Worker {
    /// A proxied call's head stands at the front of the read buffer.
    mutating func beginCall(_ slot: Int, _ reference: ProxyReference, remainder: Range<Int>, headBytes: Int) {
        var observation = ProxyObservation(
            requestID: takeRequestID(), address: downstream.callers[slot].host, method: requestHead.knownMethod,
            path: ObservedPath(remainder, of: read))
        observation.times.admit = admitTime(slot)
        let admission = Admit.decide(
            requestHead, from: read, authenticator: &authenticator, directory: snapshot.directory, now: unixSeconds)
        switch admission {
        case .refused(.malformedOrganization): refuse(slot, .invalidOrganization, headBytes: headBytes, &observation)
        case .refused(let refusal): refuse(slot, .notAdmitted(refusal), headBytes: headBytes, &observation)
        case .needsPassword(let credential):
            guard verify(slot, credential) else {
                return refuse(slot, .notAdmitted(.wrongPassword), headBytes: headBytes, &observation)
            }
        case .admitted(let identity):
            observation.orgID = identity.orgID
            observation.login = identity.login
            do throws(ProxyFailure) {
                let route = try Resolve.route(
                    reference, remainder: remainder, head: requestHead, from: read, identity: identity,
                    snapshot: snapshot, policy: policy)
                try forward(
                    slot, ForwardedPath(remainder: remainder), route, identity, headBytes: headBytes, &observation)
            } catch {
                refuse(slot, error, headBytes: headBytes, &observation)
            }
        }
    }

    /// Sends an allowed call on its way.
    mutating func forward(
        _ slot: Int, _ path: ForwardedPath, _ route: Route, _ identity: Identity, headBytes: Int,
        _ observation: inout ProxyObservation
    ) throws(ProxyFailure) {
        observation.sourceID = route.source.id
        observation.sourceUID = route.source.uid
        let access: RouteAccess
        do throws(RouteProblem) { access = try route.access() } catch { throw ProxyFailure(error) }
        try checkLength(route)
        let offer = path.isResource ? nil : try offer(to: route, path.remainder)
        guard !exchanges.isFull else { throw .tooManyCalls }
        let trace = CallTrace(requestHead, from: read, requestID: observation.requestID)
        observation.trace = trace.parent
        arena.removeAll()
        RewriteRequest.append(
            requestHead, from: read, remainder: path.remainder, identity: identity, below: path.prefix, route: route,
            access: access, trace: trace, caller: downstream.callers[slot].host, userAgent: configuration.userAgent,
            upgrades: offer != nil, to: &arena)
        let exchange = exchanges.insert(
            Exchange(
                caller: slot, route: route, access: access, head: requestHead, isResource: path.isResource,
                observation: observation, configuration: configuration, offer: offer,
                standing: offer == nil ? nil : standing(of: identity),
                keepsTrailers: TrailerFields.mayFollow(requestHead.connectionOptions, in: read),
                startedAt: microseconds))
        downstream.keepInput(slot, read, from: headBytes)
        downstream.callers[slot].owesContinue = requestHead.expectsContinue && !exchanges[exchange].isRequestSent
        downstream.setState(slot, .exchanging(exchange: exchange))
        downstream.setDeadline(slot, at: .max, deadlines: &deadlines)
        acquire(exchange, mustDial: false)
        arena.wipe()
    }

    /// A body that says that it is too large is not begun.
    private func checkLength(_ route: Route) throws(ProxyFailure) {
        guard case .length(let length) = requestHead.framing else { return }
        guard length <= min(route.terms.requestBytesMax ?? .max, configuration.requestBytesMax) else {
            throw .bodyTooLarge
        }
    }

    /// The caller's whole and allowed wish for a WebSocket; without one, what it says of upgrades ends at this hop.
    private func offer(to route: Route, _ remainder: Range<Int>) throws(ProxyFailure) -> WebSocketOffer? {
        guard requestHead.wantsUpgrade, route.webSockets.allow(read.span.extracting(remainder.dropFirst())),
            let offer = WebSocketOffer(requestHead, from: read)
        else { return nil }
        guard !WebSocketOffer.isForeign(requestHead, from: read) else { throw .foreignOrigin }
        return offer
    }

    private mutating func standing(of identity: Identity) -> Standing? {
        Admit.standing(
            of: identity, requestHead, from: read, authenticator: &authenticator, directory: snapshot.directory)
    }

    /// Answers a call that goes nowhere. A body that is still to come ends the connection: it cannot be told from a request.
    mutating func refuse(
        _ slot: Int, _ failure: ProxyFailure, headBytes: Int, _ observation: inout ProxyObservation
    ) {
        if requestHead.framing != .none && requestHead.framing != .length(0) {
            downstream.callers[slot].keepAlive = false
        }
        downstream.keepInput(slot, read, from: headBytes)
        observation.status = ProxyErrorResponse.status(of: failure)
        observation.times.total = observation.times.admit
        environment.observe(observation)
        fail(slot, failure, requestID: observation.requestID)
    }

    // MARK: Passwords

    /// How long the request waited for a password check that brought it here again.
    mutating func admitTime(_ slot: Int) -> UInt64 {
        guard let since = downstream.callers[slot].checkedSince else { return 0 }
        downstream.callers[slot].checkedSince = nil
        return microseconds - since
    }

    /// A password is checked on the compute threads; the request waits, whole, and is read again when its caller is known. False when too
    /// many were guessed from there.
    mutating func verify(_ slot: Int, _ credential: BasicCredential) -> Bool {
        let address = downstream.callers[slot].address.host
        guard let turn = environment.throttle.begin(credential.login, from: address, now: unixSeconds) else {
            return false
        }
        downstream.keepInput(slot, read)
        downstream.callers[slot].checkedSince = microseconds
        downstream.setState(slot, .waiting)
        downstream.setDeadline(
            slot, at: now + configuration.downstream.stallTimeoutMilliseconds, deadlines: &deadlines)
        let handle = downstream.handle(of: slot)
        let user = snapshot.directory.user(login: credential.login)
        let seconds = unixSeconds
        Task(executorPreference: executor) { [environment, outbox] in
            let isRight = await environment.compute.run(inBackground: turn == .background) {
                Authenticator.verify(credential, user: user)
            }
            environment.throttle.end(turn, credential.login, from: address, isRight: isRight, now: seconds)
            outbox.put(.verified(handle, credential, isRight ? user : nil))
        }
        return true
    }

    mutating func verified(_ handle: Handle, _ credential: BasicCredential, _ user: UserRecord?) {
        guard downstream.callers.contains(handle) else { return }
        let slot = handle.slot
        if let user {
            authenticator.remember(credential, user: user, now: unixSeconds)
            downstream.setState(slot, .reading)
            return serve(slot)
        }
        let failure = ProxyFailure.notAdmitted(.wrongPassword)
        // Its request is kept whole, but which call it was matters to nobody who is told of guesses.
        var observation = ProxyObservation(
            requestID: takeRequestID(), address: downstream.callers[slot].host, method: .other, path: ObservedPath())
        observation.status = ProxyErrorResponse.status(of: failure)
        observation.times.admit = admitTime(slot)
        observation.times.total = observation.times.admit
        downstream.callers[slot].keepAlive = false
        environment.observe(observation)
        fail(slot, failure, requestID: observation.requestID)
    }

    // MARK: Phase acquire

    /// Asks for a connection; the arena holds the head. Another attempt takes no idle connection, which may be as dead as the last.
    mutating func acquire(_ exchange: Int, mustDial: Bool) {
        exchanges[exchange].observation.attempts += 1
        let step = upstream.acquire(
            exchanges[exchange].destination, for: .exchange(exchange), mustDial: mustDial, now: now, loop: loop,
            deadlines: &deadlines)
        switch step {
        case .failed(let error): abandon(exchange, .upstream(error))
        case .underWay(let slot):
            exchanges[exchange].source = slot
            upstream.connections[slot].requestHead.append(arena)
        case .connected(let slot, let isReused):
            exchanges[exchange].source = slot
            if isReused { upstream.connections[slot].requestHead.append(arena) }
            sendHead(exchange)
        }
    }
}
