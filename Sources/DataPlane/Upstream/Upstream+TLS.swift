internal import Crypto
internal import HTTP
internal import Reactor

/// Connections that need TLS before a call may have them.
extension Upstream {
    /// The socket is connected: the call may begin, or TLS has to.
    mutating func stands(_ slot: Int, now: UInt64, deadlines: inout Deadlines) -> UpstreamStep {
        endRaces(of: slot)
        guard let lessee = connections[slot].lessee else { return .nothing }
        connections[slot].dial.end(.connect, at: moment)
        let destination = connections[slot].destination.take()
        guard let destination, let context = destination.tls else {
            return begin(lessee, slot, now: now, deadlines: &deadlines)
        }
        let ticket = tickets[connections[slot].pool]?.popLast()
        connections[slot].beginTLS(
            context, host: destination.origin.host, ticket: ticket, unixSeconds: kernel.unixSeconds)
        let own = destination.terms.tlsMilliseconds.map { UInt64($0) }
        setDeadline(slot, at: now + (own ?? configuration.tlsTimeoutMilliseconds), deadlines: &deadlines)
        return handshake(slot, now: now, deadlines: &deadlines)
    }

    mutating func handshake(_ slot: Int, now: UInt64, deadlines: inout Deadlines) -> UpstreamStep {
        switch connections[slot].stepHandshake() {
        case .needsBytes: return .nothing
        case .failed(let failure): return fail(slot, .tlsFailed(failure), now: now)
        case .done:
            guard let lessee = connections[slot].lessee else { return .nothing }
            connections[slot].dial.end(.tls, at: moment)
            return begin(lessee, slot, now: now, deadlines: &deadlines)
        }
    }

    /// What follows is the call's to time; the dial's or the handshake's deadline must not end it.
    private mutating func begin(
        _ lessee: Lessee, _ slot: Int, now: UInt64, deadlines: inout Deadlines
    ) -> UpstreamStep {
        connections[slot].state = .leased
        setDeadline(slot, at: now + configuration.idleTimeoutMilliseconds, deadlines: &deadlines)
        return .connected(lessee)
    }

    /// Takes what a connection got for shorter handshakes, once, when an answer was read: with TLS 1.3 it comes that late.
    mutating func keepTicket(_ slot: Int) {
        let pool = connections[slot].pool
        guard !connections[slot].gaveTicket, tickets[pool, default: []].count < configuration.ticketsPerPoolMax,
            let ticket = connections[slot].ticket
        else { return }
        connections[slot].gaveTicket = true
        tickets[pool, default: []].append(ticket)
    }
}
