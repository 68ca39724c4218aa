internal import Reactor

/// Addresses for whoever connects itself: what would be dialled is handed over instead.
extension Upstream {
    /// The slot's host has `addresses`: those of them that may be dialled are what was asked for, in the order to try them. The slot has
    /// done its work with that.
    mutating func found(_ slot: Int, _ addresses: [SocketAddress], now: UInt64) -> UpstreamStep {
        guard let lessee = connections[slot].lessee else { return .nothing }
        var refused: OutboundRefusal?
        var allowed: [SocketAddress] = []
        for address in addresses {
            if let refusal = configuration.outbound.refusal(of: address, host: connections[slot].host) {
                refused = refused ?? refusal
            } else {
                allowed.append(address)
            }
        }
        guard !allowed.isEmpty else {
            return fail(slot, refused.map { .destinationRefused($0) } ?? .unresolvable, now: now)
        }
        connections[slot].addresses = allowed
        connections[slot].state = .leased
        return .connected(lessee)
    }

    /// The addresses of a call that wants no more.
    mutating func handOver(_ call: Int, _ source: Int, now: UInt64, deadlines: inout Deadlines) {
        var answer = CallAnswer(status: 0, fields: [])
        answer.addresses = connections[source].addresses
        let over = calls.remove(call)
        release(source, isReusable: false, now: now, deadlines: &deadlines)
        over.asker.resume(returning: .success(answer))
    }
}
