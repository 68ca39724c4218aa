internal import Access
internal import Bytes
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Upstream

/// Calls that have changed to WebSocket: bytes go both ways unread, each side as fast as the other takes them. No clock runs while
/// nothing is held for a side: a tail of logs is silent for hours.
extension Worker {
    /// The source has agreed: passes its answer on, with what stands behind it in the read buffer.
    mutating func openTunnel(_ exchange: Int, source: Int, headBytes: Int) -> PumpStep {
        let caller = exchanges[exchange].caller
        upstream.connections[source].input.release()
        upstream.connections[source].requestHead.wipe()
        upstream.noteAnswer(source, now: now)
        guard mayGoOn(exchange) else {
            abandon(exchange, .queryDenied)
            return .over
        }
        downstream.callers[caller].keepAlive = false
        exchanges[exchange].observation.status = responseHead.status
        exchanges[exchange].observation.hasAnswer = true
        exchanges[exchange].answeredAt = microseconds
        exchanges[exchange].response = .tunnel(Tunnel(checksAt: nextCheck(exchange)))
        tunnelCount += 1
        arena.removeAll()
        RewriteResponse.appendUpgrade(responseHead, from: read, to: &arena)
        let leftover = headBytes..<read.count
        exchanges[exchange].observation.responseBytes = UInt64(leftover.count)
        if case .failed = downstream.callers[caller].stream.send(arena, read, leftover) {
            abandon(exchange, .callerGone)
            return .over
        }
        if downstream.isDraining {
            closeTunnel(exchange)
            return .over
        }
        watch(exchange, source: source, caller: caller)
        // What else lies on either side was reported before this was a tunnel.
        _ = postpone(exchange)
        return .drained
    }

    /// Moves what can be moved in both directions, within this turn's share.
    mutating func pumpTunnel(_ exchange: Int) {
        guard let source = exchanges[exchange].source else { return }
        let caller = exchanges[exchange].caller
        let down = carryDown(exchange, from: source, to: caller)
        if case .broken(let failure) = down { return abandon(exchange, failure) }
        let up = carryUp(exchange, from: caller, to: source)
        if case .broken(let failure) = up { return abandon(exchange, failure) }
        // Who ends one direction of a WebSocket has ended it; what the other side was sent goes first.
        let isCallerDone = up == .ended && upstream.connections[source].unsentBytes == 0
        if down == .ended || isCallerDone { return closeTunnel(exchange) }
        if down == .more || up == .more { _ = postpone(exchange) }
        watch(exchange, source: source, caller: caller)
    }

    private mutating func carryDown(_ exchange: Int, from source: Int, to caller: Int) -> TunnelStep {
        switch downstream.callers[caller].stream.flush() {
        case .failed: return .broken(.callerGone)
        case .waiting: return .idle
        case .sent: break
        }
        var moved = 0
        while upstream.connections[source].canRead {
            guard moved < configuration.bytesPerTurn else { return .more }
            read.removeAll()
            switch upstream.connections[source].receive(into: &read, upTo: configuration.readBufferBytes) {
            case .wouldBlock: return .idle
            case .ended: return .ended
            case .failed: return .broken(.upstream(.bodyCut))
            case .bytes(let count): moved += count
            }
            exchanges[exchange].observation.responseBytes += UInt64(read.count)
            switch downstream.callers[caller].stream.send(nothing, read, 0..<read.count) {
            case .sent: continue
            case .waiting: return .idle
            case .failed: return .broken(.callerGone)
            }
        }
        return .idle
    }

    private mutating func carryUp(_ exchange: Int, from caller: Int, to source: Int) -> TunnelStep {
        switch upstream.connections[source].flush() {
        case .failed: return .broken(.upstream(.bodyCut))
        case .waiting: return .idle
        case .sent: break
        }
        var moved = 0
        while true {
            guard moved < configuration.bytesPerTurn else { return .more }
            switch readBody(caller) {
            case .nothing: return .idle
            case .gone: return .ended
            case .bytes: moved += read.count
            }
            exchanges[exchange].observation.requestBytes += UInt64(read.count)
            switch upstream.connections[source].send(nothing, read, 0..<read.count) {
            case .sent: continue
            case .waiting: return .idle
            case .failed: return .broken(.upstream(.bodyCut))
            }
        }
    }

    /// A side that takes nothing of what is held for it is not waited for longer than any other.
    private mutating func watch(_ exchange: Int, source: Int, caller: Int) {
        guard case .tunnel(var tunnel) = exchanges[exchange].response else { return }
        let forCaller = downstream.callers[caller].stream.unsentBytes
        if forCaller == 0 || forCaller != tunnel.heldForCaller {
            let wait = configuration.downstream.stallTimeoutMilliseconds
            downstream.setDeadline(caller, at: forCaller == 0 ? .max : now + wait, deadlines: &deadlines)
        }
        let forSource = upstream.connections[source].unsentBytes
        if forSource == 0 || forSource != tunnel.heldForSource {
            let wait = configuration.upstream.idleTimeoutMilliseconds
            let end = forSource == 0 ? tunnel.checksAt : min(now + wait, tunnel.checksAt)
            upstream.setDeadline(source, at: end, deadlines: &deadlines)
        }
        tunnel.heldForCaller = forCaller
        tunnel.heldForSource = forSource
        exchanges[exchange].response = .tunnel(tunnel)
    }

    /// Its source's clock has run out: the caller's token may have, or the source takes nothing.
    mutating func tunnelIsLate(_ exchange: Int, _ tunnel: Tunnel) {
        guard tunnel.checksAt <= now, let source = exchanges[exchange].source else {
            return abandon(exchange, .upstream(.bodyTimeout))
        }
        guard mayGoOn(exchange) else { return closeTunnel(exchange) }
        exchanges[exchange].response = .tunnel(Tunnel(checksAt: nextCheck(exchange)))
        watch(exchange, source: source, caller: exchanges[exchange].caller)
    }

    /// One side has ended, or the worker is about to: the caller gets what is held for it, and then the end.
    mutating func closeTunnel(_ exchange: Int) {
        if let source = exchanges[exchange].source {
            upstream.release(source, isReusable: false, now: now, deadlines: &deadlines)
        }
        record(exchange)
        let caller = exchanges[exchange].caller
        exchanges.discard(exchange)
        finish(caller)
    }

    // MARK: Rights

    /// Something was published: ends the tunnels of callers who would not be let through any more, and those to sources that have become
    /// others. Never asked for each byte; a token that expires has its moment (`nextCheck`).
    mutating func endRevokedTunnels() {
        guard tunnelCount > 0 else { return }
        for exchange in exchanges.occupied() {
            guard case .tunnel = exchanges[exchange].response, !mayGoOn(exchange) else { continue }
            closeTunnel(exchange)
        }
    }

    /// The call would be let through as it was: its caller's token or password, account and role, the grants, the source as it was written.
    private func mayGoOn(_ exchange: Int) -> Bool {
        guard let standing = exchanges[exchange].standing, standing.holds(in: snapshot.directory, now: unixSeconds)
        else { return false }
        let opened = exchanges[exchange].route
        guard let route = snapshot.route(orgID: standing.identity.orgID, id: opened.source.id),
            route.revision == opened.revision
        else { return false }
        return policy.allows(standing.identity, .datasourcesQuery, on: route.grants, in: snapshot.directory)
    }

    /// When its caller's token runs out, or an hour from now: the clock on the wall, which says so, may be set.
    private func nextCheck(_ exchange: Int) -> UInt64 {
        guard let expiry = exchanges[exchange].standing?.expiry(in: snapshot.directory) else { return .max }
        let seconds = expiry > unixSeconds ? UInt64(expiry - unixSeconds) : 0
        return now + min(seconds, 3_600) * 1_000
    }

    /// Nobody waits for a tunnel to end by itself.
    mutating func closeTunnels() {
        for exchange in exchanges.occupied() {
            if case .tunnel = exchanges[exchange].response { closeTunnel(exchange) }
        }
    }
}
