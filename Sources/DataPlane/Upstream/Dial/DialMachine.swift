internal import Reactor

/// One dial to whatever addresses a host has (RFC 8305, "happy eyeballs"): they are tried in turn, the families alternating, each
/// some time after the one before it or as soon as that has failed; the first that stands wins. No I/O; the clock is handed in.
///
/// The whole dial has one deadline, however many addresses there are, as with Grafana's `dialTimeout`.
struct DialMachine: Sendable {
    /// The next one last.
    private var waiting: [SocketAddress]
    private var underWay = 0
    private var nextAt: UInt64
    private let deadline: UInt64
    private let staggerMilliseconds: UInt64
    /// What the caller is told when nothing stands: the last thing that went wrong.
    private var error = UpstreamError.unresolvable

    /// `addresses` in the resolver's order (RFC 6724). Moments are milliseconds of the monotonic clock.
    init(_ addresses: [SocketAddress], staggerMilliseconds: UInt64, now: UInt64, deadline: UInt64) {
        waiting = Self.interleaved(addresses).reversed()
        nextAt = now
        self.deadline = deadline
        self.staggerMilliseconds = staggerMilliseconds
    }

    /// The families in turn, beginning with the first address's (RFC 8305 4), each in its own order.
    static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let family = addresses.first?.family else { return [] }
        let preferred = addresses.filter { $0.family == family }
        let others = addresses.filter { $0.family != family }
        var mixed: [SocketAddress] = []
        for index in 0..<max(preferred.count, others.count) {
            if index < preferred.count { mixed.append(preferred[index]) }
            if index < others.count { mixed.append(others[index]) }
        }
        return mixed
    }

    /// What is to be done at `now`. Asked again after each dial that was begun or has failed, and when the moment of a `wait` comes.
    mutating func step(now: UInt64) -> DialStep {
        if now >= deadline { return .failed(.connectTimeout) }
        if underWay == 0 || now >= nextAt, let address = waiting.popLast() { return .dial(address) }
        guard underWay > 0 else { return .failed(error) }
        return .wait(until: waiting.isEmpty ? deadline : min(nextAt, deadline))
    }

    /// The kernel has the dial that was asked for.
    mutating func began(now: UInt64) {
        underWay += 1
        nextAt = now + staggerMilliseconds
    }

    /// It could not be begun.
    mutating func failed(_ error: UpstreamError) { self.error = error }

    /// The rules forbid it, which is told only when nothing else has gone wrong.
    mutating func refused(_ refusal: OutboundRefusal) {
        if error == .unresolvable { error = .destinationRefused(refusal) }
    }

    /// A dial that had begun came to nothing: the next one need not wait.
    mutating func ended(_ error: UpstreamError, now: UInt64) {
        precondition(underWay > 0, "a dial ended that had not begun")
        underWay -= 1
        nextAt = now
        self.error = error
    }

    /// There is no room for one more connection at a time now.
    mutating func putBack(_ address: SocketAddress, now: UInt64) {
        waiting.append(address)
        nextAt = now + staggerMilliseconds
    }
}
