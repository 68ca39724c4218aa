import HTTP
import Reactor
import TestSupport
import Testing
import Upstream

/// Dials to names with several addresses, over real sockets and a clock that the test moves.
@Suite struct UpstreamDialTests {
    private static let host = "db.test"

    private func rig(_ configuration: UpstreamConfiguration = .init()) throws -> UpstreamRig {
        try UpstreamRig(configuration)
    }

    private func begin(
        _ rig: UpstreamRig, _ addresses: [SocketAddress], _ configuration: UpstreamConfiguration = .init()
    ) {
        rig.upstream = Upstream(
            configuration: configuration, resolver: TableResolver([Self.host: addresses]), kernel: .linux)
        let origin = Origin(scheme: .http, host: Self.host, port: rig.listener.address.port)
        _ = rig.acquire(origin)
        rig.takeAnswers()
    }

    @Test("an address that takes no dial delays the next one by a quarter of a second")
    func theNextAddressRaces() throws {
        let rig = try rig()
        let full = try FullListener()
        begin(rig, [full.address, rig.listener.address])
        rig.pass(249)
        #expect(rig.upstream.counts.all == 1)
        rig.pass(1)
        #expect(rig.upstream.counts.all == 2)
        let step = try rig.step()
        #expect(step == .connected(.exchange(UpstreamRig.exchange)))
        // The loser is gone, and the winner's socket is the slot's: what the source says is reported for the call.
        #expect(rig.upstream.counts == (idle: 0, all: 1))
        while rig.peers.isEmpty { try rig.turn() }
        rig.say("x", to: 0)
        #expect(try rig.step() == .ready(.exchange(UpstreamRig.exchange)))
    }

    @Test func whoeverStandsFirstWinsThoughItBeganLast() throws {
        let rig = try rig()
        let (first, second) = (try FullListener(), try FullListener())
        begin(rig, [first.address, second.address, rig.listener.address])
        rig.pass(250)
        rig.pass(250)
        #expect(rig.upstream.counts.all == 3)
        #expect(try rig.step() == .connected(.exchange(UpstreamRig.exchange)))
        #expect(rig.upstream.counts.all == 1)
        rig.release(rig.upstream.connections.occupied()[0])
        #expect(rig.upstream.counts == (idle: 1, all: 1))
    }

    @Test func theWholeDialEndsAtItsDeadline() throws {
        let rig = try rig()
        let (first, second) = (try FullListener(), try FullListener())
        begin(rig, [first.address, second.address])
        rig.pass(250)
        rig.pass(9_749)
        #expect(rig.steps.isEmpty && rig.upstream.counts.all == 2)
        rig.pass(1)
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .connectTimeout)])
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func aCallThatIsGivenUpTakesItsRacesAlong() throws {
        let rig = try rig()
        let (first, second) = (try FullListener(), try FullListener())
        begin(rig, [first.address, second.address])
        rig.pass(250)
        #expect(rig.upstream.counts.all == 2)
        rig.release(rig.upstream.connections.occupied()[0], isReusable: false)
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func withoutRoomForASecondSocketTheDialGoesOnWithOne() throws {
        var configuration = UpstreamConfiguration()
        configuration.connectionsMax = 1
        let rig = try rig(configuration)
        let full = try FullListener()
        begin(rig, [full.address, rig.listener.address], configuration)
        rig.pass(250)
        rig.pass(250)
        #expect(rig.upstream.counts.all == 1 && rig.steps.isEmpty)
        rig.pass(9_500)
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .connectTimeout)])
    }

    @Test func aSourceMayHaveATimeOfItsOwnForDials() throws {
        let rig = try rig()
        let full = try FullListener()
        rig.upstream = Upstream(
            configuration: .init(), resolver: TableResolver([Self.host: [full.address]]), kernel: .linux)
        var destination = Destination(Origin(scheme: .http, host: Self.host, port: full.address.port))
        destination.terms.connectMilliseconds = 1_500
        _ = rig.acquire(destination)
        rig.takeAnswers()
        rig.pass(1_499)
        #expect(rig.steps.isEmpty)
        rig.pass(1)
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .connectTimeout)])
    }
}
