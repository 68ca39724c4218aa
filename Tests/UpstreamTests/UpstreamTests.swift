import Bytes
import Glibc
import HTTP
import Reactor
import Testing
import Upstream

@Suite struct UpstreamTests {
    private static func named(_ host: String, _ port: UInt16) -> Origin {
        Origin(scheme: .http, host: host, port: port)
    }

    // MARK: Dialling

    @Test func aLiteralAddressIsDialledAtOnce() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        let state = rig.upstream.connections[slot].state
        #expect(state == .leased)
        #expect(rig.upstream.counts == (idle: 0, all: 1))
    }

    @Test func aRefusedDialFailsAndFreesTheSlot() throws {
        let rig = try UpstreamRig()
        let free = SocketAddress(ipv4: 127, 0, 0, 2, port: rig.listener.address.port)
        let step: UpstreamStep
        switch rig.acquire(Self.named(free.host, free.port)) {
        case .failed(let error): step = .failed(.exchange(UpstreamRig.exchange), error)
        case .underWay, .connected: step = try rig.step()
        }
        #expect(step == .failed(.exchange(UpstreamRig.exchange), .connectRefused))
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }

    @Test func theNextAddressIsDialledWhenOneRefuses() throws {
        let rig = try UpstreamRig(table: [:])
        let port = rig.listener.address.port
        let addresses = [2, 3, 1].map { SocketAddress(ipv4: 127, 0, 0, $0, port: port) }
        rig.upstream = Upstream(
            configuration: .init(), resolver: TableResolver(["db.test": addresses]), kernel: .linux)
        let slot = try rig.connected(Self.named("db.test", port))
        let state = rig.upstream.connections[slot].state
        #expect(state == .leased)
        #expect(rig.peers.count == 1)
    }

    @Test func theLastRefusalIsTold() throws {
        let rig = try UpstreamRig()
        let port = rig.listener.address.port
        let addresses = [2, 3].map { SocketAddress(ipv4: 127, 0, 0, $0, port: port) }
        rig.upstream = Upstream(
            configuration: .init(), resolver: TableResolver(["db.test": addresses]), kernel: .linux)
        _ = rig.acquire(Self.named("db.test", port))
        let step = try rig.step()
        #expect(step == .failed(.exchange(UpstreamRig.exchange), .connectRefused))
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func aNameWithoutAddressesIsUnresolvable() throws {
        let rig = try UpstreamRig(table: ["db.test": []])
        _ = rig.acquire(Self.named("db.test", 80))
        rig.takeAnswers()
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .unresolvable)])
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func resolverAndUpstreamWorkTogether() throws {
        let rig = try UpstreamRig()
        let resolver = try AresResolver(servers: [SocketAddress(ipv4: 127, 0, 0, 1, port: 9)])
        rig.upstream = Upstream(configuration: .init(), resolver: resolver, kernel: .linux)
        let slot = try rig.connected(Self.named("localhost", rig.listener.address.port))
        #expect(rig.upstream.counts == (idle: 0, all: 1))
        rig.release(slot)
        #expect(rig.upstream.counts == (idle: 1, all: 1))
    }

    // MARK: Lease and pool

    @Test func thePoolsDeadlineDoesNotEndTheCallThatReuses() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot)
        let idle = rig.upstream.configuration.pooledIdleMilliseconds
        rig.pass(idle - 1)
        guard case .connected(slot, isReused: true) = rig.acquire() else {
            Issue.record("the idle connection was not taken")
            return
        }
        let wait = rig.upstream.configuration.idleTimeoutMilliseconds
        rig.pass(wait - 1)
        #expect(rig.steps == [])
        rig.pass(1)
        #expect(rig.steps == [.late(.exchange(UpstreamRig.exchange))])
    }

    @Test func aLeaseGivenBackIsReused() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot)
        #expect(rig.upstream.counts == (idle: 1, all: 1))
        #expect(rig.acquire(for: 42) == .connected(slot: slot, isReused: true))
        #expect(rig.upstream.counts == (idle: 0, all: 1))
        let (lessee, isReused) = (rig.upstream.connections[slot].lessee, rig.upstream.connections[slot].isReused)
        #expect(lessee == .exchange(42) && isReused)
    }

    @Test func anotherAttemptDialsAnew() throws {
        let rig = try UpstreamRig()
        let first = try rig.connected()
        rig.release(first)
        let second = try rig.connected(mustDial: true)
        #expect(second != first)
        #expect(rig.upstream.counts == (idle: 1, all: 2))
    }

    @Test func anotherOriginGetsAConnectionOfItsOwn() throws {
        let rig = try UpstreamRig(table: [:])
        let port = rig.listener.address.port
        rig.upstream = Upstream(
            configuration: .init(),
            resolver: TableResolver(["db.test": [SocketAddress(ipv4: 127, 0, 0, 1, port: port)]]), kernel: .linux)
        let first = try rig.connected()
        rig.release(first)
        let second = try rig.connected(Self.named("db.test", port))
        #expect(second != first && rig.peers.count == 2)
    }

    @Test func aLeaseThatIsNotReusableIsClosed() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot, isReusable: false)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
        #expect(Self.readEnd(of: rig.peers[0]) == .ended)
    }

    @Test func aCutRequestResetsTheConnection() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot, isReusable: false, resets: true)
        #expect(Self.readEnd(of: rig.peers[0]) == .reset)
    }

    @Test func secretsOfARequestAreForgottenWithTheLease() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.upstream.connections[slot].requestHead.append("Authorization: Basic c2VjcmV0")
        rig.release(slot)
        let rest = rig.upstream.connections[slot].requestHead.count
        #expect(rest == 0)
    }

    @Test func theSourcesEndClosesAPooledConnection() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot)
        close(rig.peers.removeFirst())
        while rig.upstream.counts.all > 0 { try rig.turn() }
        #expect(rig.steps.isEmpty)
        let next = try rig.connected()
        #expect(rig.upstream.counts == (idle: 0, all: 1))
        let isReused = rig.upstream.connections[next].isReused
        #expect(!isReused)
    }

    @Test func unaskedBytesCloseAPooledConnection() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot)
        let sent = send(rig.peers[0], "HTTP/1.1 408 x\r\n\r\n", 18, 0)
        #expect(sent == 18)
        while rig.upstream.counts.all > 0 { try rig.turn() }
        #expect(rig.steps.isEmpty)
    }

    @Test func aConnectionWhoseEndWasSeenIsNotPooled() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        close(rig.peers.removeFirst())
        let step = try rig.step()
        #expect(step == .ready(.exchange(UpstreamRig.exchange)))
        rig.release(slot)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }

    // MARK: Limits

    @Test func anOriginHasItsLimit() throws {
        var configuration = UpstreamConfiguration()
        configuration.connectionsPerOriginMax = 2
        let rig = try UpstreamRig(configuration)
        let first = try rig.connected(for: 1)
        _ = try rig.connected(for: 2)
        #expect(rig.acquire(for: 3) == .failed(.noConnectionFree))
        rig.release(first)
        #expect(rig.acquire(for: 3) == .connected(slot: first, isReused: true))
    }

    @Test func idleConnectionsOfOthersMakeRoom() throws {
        var configuration = UpstreamConfiguration()
        configuration.connectionsMax = 1
        let rig = try UpstreamRig(configuration)
        let slot = try rig.connected()
        let other = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 1, kernel: .linux)
        let origin = Self.named("127.0.0.1", other.address.port)
        #expect(rig.acquire(origin, for: 2) == .failed(.noConnectionFree))
        rig.release(slot)
        let step = rig.acquire(origin, for: 2)
        #expect(step == .underWay(slot: 0) || step == .connected(slot: 0, isReused: false))
        #expect(rig.upstream.counts == (idle: 0, all: 1))
        #expect(Self.readEnd(of: rig.peers[0]) == .ended)
    }

    @Test func fewerIdleOnesAreKeptThanWereBusy() throws {
        var configuration = UpstreamConfiguration()
        configuration.idlePerOriginMax = 1
        let rig = try UpstreamRig(configuration)
        let slots = [try rig.connected(for: 1), try rig.connected(for: 2)]
        for slot in slots { rig.release(slot) }
        #expect(rig.upstream.counts == (idle: 1, all: 1))
    }

    // MARK: Deadlines

    @Test func aNameThatNeverResolvesTimesOut() throws {
        let rig = try UpstreamRig()
        let step = rig.acquire(Self.named("silent.test", 80))
        #expect(step == .underWay(slot: 0))
        rig.pass(4_999)
        #expect(rig.steps.isEmpty)
        rig.pass(1)
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .resolveTimeout)])
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func anAnswerAfterTheTimeoutIsStale() throws {
        let rig = try UpstreamRig()
        _ = rig.acquire(Self.named("late.test", 80))
        rig.pass(5_000)
        rig.steps = []
        let handle = Handle(kind: .source, slot: 0, generation: 0)
        let answer = NameAnswer(handle: handle, addresses: [rig.listener.address])
        let step = rig.upstream.resolved(answer, now: rig.now, loop: rig.loop, deadlines: &rig.deadlines)
        #expect(step == .nothing)
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func idleConnectionsLeaveThePoolInTime() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.release(slot)
        rig.pass(89_999)
        #expect(rig.upstream.counts == (idle: 1, all: 1))
        rig.pass(1)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
        #expect(rig.steps.isEmpty)
    }

    @Test func aDeadlineThatMovesAwayIsAskedForAgain() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.upstream.setDeadline(slot, at: rig.now + 1_000, deadlines: &rig.deadlines)
        rig.upstream.setDeadline(slot, at: rig.now + 60_000, deadlines: &rig.deadlines)
        rig.pass(59_999)
        #expect(rig.steps.isEmpty)
        rig.pass(1)
        #expect(rig.steps == [.late(.exchange(UpstreamRig.exchange))])
    }

    @Test func deadlinesOfAnEndedConnectionAreStale() throws {
        let rig = try UpstreamRig()
        let slot = try rig.connected()
        rig.upstream.setDeadline(slot, at: rig.now + 1_000, deadlines: &rig.deadlines)
        rig.release(slot, isReusable: false)
        let next = try rig.connected()
        #expect(next == slot)
        rig.pass(1_000)
        #expect(rig.steps.isEmpty)
    }

    // MARK: The source's side

    private enum PeerEnd { case bytes, ended, reset }

    /// What the source reads next; it waits for it.
    private static func readEnd(of peer: Int32) -> PeerEnd {
        var descriptor = pollfd(fd: peer, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, 2_000)
        var byte: UInt8 = 0
        let count = recv(peer, &byte, 1, 0)
        return count > 0 ? .bytes : count == 0 ? .ended : .reset
    }
}
