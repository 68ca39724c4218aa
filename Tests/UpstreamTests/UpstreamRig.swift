import Glibc
import HTTP
import Testing
import Upstream

@testable import Reactor

/// `Upstream` over a loop and real sockets, a source on loopback that accepts, and a clock that the test moves.
final class UpstreamRig {
    struct Stalled: Error {}

    static let exchange = 41

    var loop: Loop
    var deadlines = Deadlines()
    var upstream: Upstream
    var now: UInt64 = 5_000_000
    let listener: Listener
    /// The source's ends of the connections, in the order they were accepted.
    var peers: [Int32] = []
    /// What came of events and deadlines, `nothing` left out.
    var steps: [UpstreamStep] = []
    var origin: Origin { Origin(scheme: .http, host: "127.0.0.1", port: listener.address.port) }

    init(_ configuration: UpstreamConfiguration = .init(), table: [String: [SocketAddress]] = [:]) throws {
        let loop = try Loop(kernel: .linux)
        let listener = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 64, kernel: .linux)
        try listener.register(with: loop, as: Handle(kind: .listener, slot: 0))
        self.loop = loop
        self.listener = listener
        upstream = Upstream(configuration: configuration, resolver: TableResolver(table), kernel: .linux)
    }

    deinit { for peer in peers { close(peer) } }

    func acquire(_ origin: Origin? = nil, for exchange: Int = exchange, mustDial: Bool = false) -> AcquireStep {
        acquire(Destination(origin ?? self.origin), for: exchange, mustDial: mustDial)
    }

    func acquire(_ destination: Destination, for exchange: Int = exchange, mustDial: Bool = false) -> AcquireStep {
        upstream.acquire(
            destination, for: .exchange(exchange), mustDial: mustDial, now: now, loop: loop, deadlines: &deadlines)
    }

    func release(_ slot: Int, isReusable: Bool = true, resets: Bool = false) {
        upstream.release(slot, isReusable: isReusable, resets: resets, now: now, deadlines: &deadlines)
    }

    /// One turn: waits for the kernel, then takes in what names resolved to.
    func turn() throws {
        takeAnswers()
        let events = loop.wait(milliseconds: steps.isEmpty ? 2_000 : 0)
        if events == 0, steps.isEmpty { throw Stalled() }
        for index in 0..<events {
            let (handle, readiness) = loop.event(index)
            switch handle.kind {
            case .source:
                note(upstream.event(handle, readiness, now: now, loop: loop, deadlines: &deadlines))
            case .listener:
                acceptPeers()
            case .wake, .caller, .resolver:
                Issue.record("an event that nobody asked for")
            }
        }
    }

    func takeAnswers() {
        while let answer = upstream.nextResolved() {
            note(upstream.resolved(answer, now: now, loop: loop, deadlines: &deadlines))
        }
    }

    /// Moves the clock and lets what is due expire.
    func pass(_ milliseconds: UInt64) {
        now += milliseconds
        while let handle = deadlines.popDue(now: now) {
            note(upstream.expired(handle, now: now, loop: loop, deadlines: &deadlines))
        }
    }

    /// Turns until there is a step, which is the only one.
    func step() throws -> UpstreamStep {
        while steps.isEmpty { try turn() }
        return steps.removeFirst()
    }

    /// A slot that is connected and leased, and accepted by the source.
    func connected(_ origin: Origin? = nil, for exchange: Int = exchange, mustDial: Bool = false) throws -> Int {
        let before = peers.count
        let slot: Int
        switch acquire(origin, for: exchange, mustDial: mustDial) {
        case .connected(let taken, isReused: false): slot = taken
        case .underWay(let taken):
            slot = taken
            let step = try step()
            #expect(step == .connected(.exchange(exchange)))
        case .connected, .failed: throw Stalled()
        }
        while peers.count == before { try turn() }
        steps.removeAll { $0 == .ready(.exchange(exchange)) }
        return slot
    }

    /// The source says something on its end of a connection.
    func say(_ text: String, to peer: Int) { _ = send(peers[peer], text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

    private func note(_ step: UpstreamStep) {
        if step != .nothing { steps.append(step) }
    }

    func acceptPeers() {
        while true {
            switch listener.accept() {
            case .connection(let descriptor, _): peers.append(descriptor.release())
            case .again: continue
            case .none: return
            case .failed: return
            }
        }
    }
}
