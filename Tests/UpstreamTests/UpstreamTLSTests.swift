import Crypto
import Glibc
import HTTP
import Reactor
import Testing

@testable import Transport
@testable import Upstream

/// TLS on the way to a source whose end of the socket the test holds; what a whole handshake leads to is in `HeadgateTests`.
@Suite struct UpstreamTLSTests {
    private static func destination(
        _ rig: UpstreamRig, _ edit: (inout TLSClientSettings) -> Void = { _ in }
    ) throws -> Destination {
        var settings = TLSClientSettings()
        edit(&settings)
        let origin = Origin(scheme: .https, host: "127.0.0.1", port: rig.listener.address.port)
        return Destination(origin, tls: try TLSClientContext(settings))
    }

    /// A slot whose hello is with the source.
    private static func greeted(_ rig: UpstreamRig) throws -> Int {
        let slot: Int
        switch rig.acquire(try destination(rig)) {
        case .underWay(let taken): slot = taken
        case .connected, .failed: throw UpstreamRig.Stalled()
        }
        while rig.peers.isEmpty || rig.upstream.connections[slot].state != .handshaking { try rig.turn() }
        return slot
    }

    @Test func theHelloGoesOutAndNothingElse() throws {
        let rig = try UpstreamRig()
        let slot = try Self.greeted(rig)
        rig.upstream.connections[slot].requestHead.append("Authorization: Basic c2VjcmV0")
        var hello = [UInt8](repeating: 0, count: 4096)
        let count = recv(rig.peers[0], &hello, hello.count, 0)
        #expect(count > 5 && hello[0] == 22 && 5 + Int(hello[3]) << 8 + Int(hello[4]) == count)
        #expect(rig.steps.isEmpty)
    }

    @Test("A-168: a handshake has its time, and no more")
    func aStalledHandshakeTimesOut() throws {
        let rig = try UpstreamRig()
        _ = try Self.greeted(rig)
        rig.pass(9_999)
        #expect(rig.steps.isEmpty)
        rig.pass(1)
        #expect(rig.steps == [.failed(.exchange(UpstreamRig.exchange), .tlsTimeout)])
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func anEndInTheMiddleIsACut() throws {
        let rig = try UpstreamRig()
        _ = try Self.greeted(rig)
        close(rig.peers.removeFirst())
        #expect(try rig.step() == .failed(.exchange(UpstreamRig.exchange), .tlsFailed(.cut)))
        #expect(rig.upstream.counts.all == 0)
    }

    @Test func somethingElseIsNoTLS() throws {
        let rig = try UpstreamRig()
        _ = try Self.greeted(rig)
        #expect(send(rig.peers[0], "SSH-2.0-OpenSSH_9.2\r\n", 21, 0) == 21)
        #expect(try rig.step() == .failed(.exchange(UpstreamRig.exchange), .tlsFailed(.notTLS)))
    }

    @Test func aSourceThatSpeaksFirstIsNoTLS() throws {
        let rig = try UpstreamRig()
        _ = rig.acquire(try Self.destination(rig))
        while rig.peers.isEmpty { rig.acceptPeers() }
        #expect(send(rig.peers[0], "SSH-2.0-OpenSSH_9.2\r\n", 21, 0) == 21)
        #expect(try rig.step() == .failed(.exchange(UpstreamRig.exchange), .tlsFailed(.notTLS)))
        #expect(rig.upstream.counts.all == 0)
    }

    @Test("A-168: a source that says much and nothing for the call is left")
    func silentBytesHaveALimit() throws {
        let rig = try UpstreamRig()
        let slot = try Self.greeted(rig)
        rig.upstream.connections[slot].stream?.silentBytes = 256 * 1024
        #expect(send(rig.peers[0], [22] as [UInt8], 1, 0) == 1)
        #expect(try rig.step() == .failed(.exchange(UpstreamRig.exchange), .tlsFailed(.broken)))
    }

    @Test func aCallerThatLeavesFreesTheSlot() throws {
        let rig = try UpstreamRig()
        let slot = try Self.greeted(rig)
        rig.release(slot, isReusable: false, resets: true)
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }

    @Test func plainConnectionsAreNeverTakenForTLS() throws {
        let rig = try UpstreamRig()
        let plain = try rig.connected()
        rig.release(plain)
        #expect(rig.upstream.counts == (idle: 1, all: 1))
        let step = rig.acquire(try Self.destination(rig))
        #expect(step == .underWay(slot: 1))
    }

    @Test func settingsThatDifferHavePoolsOfTheirOwn() throws {
        let context = try TLSClientContext(TLSClientSettings())
        var settings = TLSClientSettings()
        settings.serverName = "up.test"
        let other = try TLSClientContext(settings)
        let origin = Origin(scheme: .https, host: "a.test", port: 443)
        let keys = [
            PoolKey(origin: origin, settings: context.identity), PoolKey(origin: origin, settings: other.identity),
            PoolKey(origin: Origin(scheme: .https, host: "b.test", port: 443), settings: context.identity),
            PoolKey(origin: Origin(scheme: .https, host: "a.test", port: 444), settings: context.identity),
        ]
        #expect(Set(keys).count == keys.count)
    }
}
