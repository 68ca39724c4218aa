import HTTP
import Reactor
import Testing
import Upstream

/// Breakers and shares of sources, by real dials and a clock that the test moves.
@Suite struct UpstreamAccountTests {
    private static var quick: UpstreamConfiguration {
        var configuration = UpstreamConfiguration()
        configuration.breaker.failuresMax = 2
        configuration.breaker.waitMilliseconds = 1_000
        return configuration
    }

    /// Nobody listens there.
    private func dead(_ rig: UpstreamRig, source: Int64 = 7, revision: Int64 = 1) -> Destination {
        var destination = Destination(
            Origin(scheme: .http, host: "127.0.0.2", port: rig.listener.address.port))
        destination.source = SourceVersion(id: source, orgID: 1, revision: revision)
        return destination
    }

    private func alive(_ rig: UpstreamRig, source: Int64 = 7, revision: Int64 = 1) -> Destination {
        var destination = Destination(rig.origin)
        destination.source = SourceVersion(id: source, orgID: 1, revision: revision)
        return destination
    }

    /// Dials, and waits for what comes of it.
    private func outcome(_ rig: UpstreamRig, _ destination: Destination) throws -> UpstreamError? {
        switch rig.acquire(destination) {
        case .failed(let error): return error
        case .connected: return nil
        case .underWay:
            guard case .failed(_, let error) = try rig.step() else { return nil }
            return error
        }
    }

    @Test func aSourceThatRefusesIsNotAskedForAWhile() throws {
        let rig = try UpstreamRig(Self.quick)
        for _ in 1...2 { #expect(try outcome(rig, dead(rig)) == .connectRefused) }
        #expect(rig.upstream.openBreakers == [7])
        #expect(try outcome(rig, dead(rig)) == .circuitOpen(milliseconds: 1_000))
        // Another source is asked as before.
        #expect(try outcome(rig, dead(rig, source: 8)) == .connectRefused)
        rig.pass(1_000)
        #expect(try outcome(rig, dead(rig)) == .connectRefused)
        #expect(try outcome(rig, dead(rig)) == .circuitOpen(milliseconds: 2_000))
    }

    @Test func anAnswerClosesTheBreaker() throws {
        let rig = try UpstreamRig(Self.quick)
        for _ in 1...2 { _ = try outcome(rig, dead(rig)) }
        rig.pass(1_000)
        #expect(try outcome(rig, alive(rig)) == nil)
        #expect(try outcome(rig, alive(rig)) == .circuitOpen(milliseconds: 1_000))
        let slot = rig.upstream.connections.occupied()[0]
        rig.upstream.noteAnswer(slot, now: rig.now)
        // However long the answer's body takes.
        #expect(rig.upstream.openBreakers.isEmpty)
        #expect(try outcome(rig, alive(rig)) == nil)
        for _ in 1...2 { _ = try outcome(rig, dead(rig)) }
        rig.release(slot)
        #expect(rig.upstream.openBreakers == [7])
    }

    @Test("a source that was written anew is asked as if nothing had been")
    func aNewRevisionIsAskedAtOnce() throws {
        let rig = try UpstreamRig(Self.quick)
        for _ in 1...2 { _ = try outcome(rig, dead(rig)) }
        #expect(try outcome(rig, dead(rig)) == .circuitOpen(milliseconds: 1_000))
        #expect(try outcome(rig, alive(rig, revision: 2)) == nil)
        #expect(rig.upstream.openBreakers.isEmpty)
        // Who still calls the old one is let through, and says nothing about the new.
        for _ in 1...3 { #expect(try outcome(rig, dead(rig)) == .connectRefused) }
        #expect(try outcome(rig, alive(rig, revision: 2)) == nil)
        #expect(rig.upstream.openBreakers.isEmpty)
    }

    @Test("nothing is kept against a source that is there no more")
    func breakersOfDeletedSourcesAreForgotten() throws {
        let rig = try UpstreamRig(Self.quick)
        for source: Int64 in [7, 8] {
            for _ in 1...2 { _ = try outcome(rig, dead(rig, source: source)) }
        }
        #expect(rig.upstream.openBreakers == [7, 8])
        rig.upstream.forgetBreakers { $0.id == 7 }
        #expect(rig.upstream.openBreakers == [8])
        #expect(try outcome(rig, dead(rig)) == .connectRefused)
        #expect(try outcome(rig, dead(rig, source: 8)) == .circuitOpen(milliseconds: 1_000))
    }

    @Test func aConnectionAloneIsNoAnswer() throws {
        let rig = try UpstreamRig(Self.quick)
        for _ in 1...2 {
            #expect(try outcome(rig, alive(rig)) == nil)
            let slot = rig.upstream.connections.occupied()[0]
            rig.upstream.release(
                slot, isReusable: false, resets: true, failure: .firstByteTimeout, now: rig.now,
                deadlines: &rig.deadlines)
        }
        #expect(try outcome(rig, alive(rig)) == .circuitOpen(milliseconds: 1_000))
    }

    @Test func callersThatLeaveDoNotOpenIt() throws {
        let rig = try UpstreamRig(Self.quick)
        for _ in 1...5 {
            #expect(try outcome(rig, alive(rig)) == nil)
            rig.release(rig.upstream.connections.occupied()[0], isReusable: false, resets: true)
        }
        #expect(rig.upstream.openBreakers.isEmpty)
    }

    @Test func aSourceMayHaveNoBreaker() throws {
        let rig = try UpstreamRig(Self.quick)
        var destination = dead(rig)
        destination.terms.breakerFailuresMax = 0
        for _ in 1...5 { #expect(try outcome(rig, destination) == .connectRefused) }
    }

    @Test("A-153: a source has no more calls than its share, over all workers")
    func sharesCountOverAllWorkers() throws {
        var configuration = UpstreamConfiguration()
        configuration.callsPerSourceMax = 3
        let shares = CallShares()
        let rigs = try (1...2).map { _ in
            let rig = try UpstreamRig(configuration)
            rig.upstream = Upstream(
                configuration: configuration, resolver: TableResolver([:]), kernel: .linux, shares: shares)
            return rig
        }
        #expect(try outcome(rigs[0], alive(rigs[0])) == nil)
        #expect(try outcome(rigs[0], alive(rigs[0])) == nil)
        #expect(try outcome(rigs[1], alive(rigs[1])) == nil)
        #expect(try outcome(rigs[1], alive(rigs[1])) == .sourceBusy)
        #expect(try outcome(rigs[1], alive(rigs[1], source: 8)) == nil)
        var own = alive(rigs[1])
        own.terms.callsMax = 4
        #expect(try outcome(rigs[1], own) == nil)
        rigs[0].release(rigs[0].upstream.connections.occupied()[0])
        rigs[0].release(rigs[0].upstream.connections.occupied()[1])
        #expect(try outcome(rigs[1], alive(rigs[1])) == nil)
        #expect(shares.callCount == 4)
    }

    @Test func anOldConnectionServesNoFurtherCall() throws {
        var configuration = UpstreamConfiguration()
        configuration.pooledLifetimeMilliseconds = 10_000
        let rig = try UpstreamRig(configuration)
        let slot = try rig.connected()
        rig.now += 9_999
        rig.release(slot)
        #expect(rig.upstream.counts == (idle: 1, all: 1))
        #expect(rig.acquire() == .connected(slot: slot, isReused: true))
        rig.now += 1
        rig.release(slot)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }

    @Test func aSourceMayKeepItsConnectionsShorter() throws {
        let rig = try UpstreamRig()
        var destination = alive(rig)
        destination.terms.pooledIdleMilliseconds = 2_000
        #expect(try outcome(rig, destination) == nil)
        rig.release(rig.upstream.connections.occupied()[0])
        rig.pass(1_999)
        #expect(rig.upstream.counts.idle == 1)
        rig.pass(1)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }
}
