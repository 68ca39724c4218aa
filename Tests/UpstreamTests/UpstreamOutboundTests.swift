import HTTP
import Reactor
import Testing

@testable import Upstream

/// What the outbound rules mean for dials.
@Suite struct UpstreamOutboundTests {
    private static func named(_ host: String, _ port: UInt16) -> Origin {
        Origin(scheme: .http, host: host, port: port)
    }

    private static var closedLoopback: UpstreamConfiguration {
        var configuration = UpstreamConfiguration()
        configuration.outbound.allowsLoopback = false
        return configuration
    }

    @Test("A-075, A-089: no socket is opened for an address that is closed")
    func aClosedLiteralIsNotDialled() throws {
        let rig = try UpstreamRig(Self.closedLoopback)
        #expect(rig.acquire() == .failed(.destinationRefused(.closed(.loopback))))
        #expect(rig.acquire(Self.named("169.254.169.254", 80)) == .failed(.destinationRefused(.closed(.linkLocal))))
        #expect(rig.upstream.counts == (idle: 0, all: 0))
        rig.acceptPeers()
        #expect(rig.peers.isEmpty)
    }

    @Test("A-078: a name that resolves to a closed address is not dialled, however often it is asked")
    func aNameIsCheckedAtEveryDial() throws {
        let rig = try UpstreamRig(Self.closedLoopback)
        let loopback = SocketAddress(ipv4: 127, 0, 0, 1, port: rig.listener.address.port)
        let resolver = TableResolver(["db.test": [SocketAddress(ipv4: 169, 254, 169, 254, port: 80), loopback]])
        rig.upstream = Upstream(configuration: Self.closedLoopback, resolver: resolver, kernel: .linux)
        for _ in 1...2 {
            _ = rig.acquire(Self.named("db.test", rig.listener.address.port))
            rig.takeAnswers()
            let step = try rig.step()
            guard case .failed(_, .destinationRefused(.closed)) = step else {
                Issue.record("\(step)")
                continue
            }
        }
        rig.acceptPeers()
        #expect(rig.peers.isEmpty && rig.upstream.counts.all == 0)
    }

    @Test("A-078: of several addresses only those are dialled that are allowed")
    func closedAddressesArePassedOver() throws {
        let rig = try UpstreamRig()
        let loopback = SocketAddress(ipv4: 127, 0, 0, 1, port: rig.listener.address.port)
        let metadata = SocketAddress(ipv4: 169, 254, 169, 254, port: rig.listener.address.port)
        rig.upstream = Upstream(
            configuration: .init(), resolver: TableResolver(["db.test": [metadata, loopback, metadata]]),
            kernel: .linux)
        _ = try rig.connected(Self.named("db.test", rig.listener.address.port))
        #expect(rig.peers.count == 1)
    }

    @Test("A-078: whoever connects itself is given those addresses alone that may be dialled, each time anew")
    func onlyAllowedAddressesAreHandedOver() throws {
        let rig = try UpstreamRig()
        let loopback = SocketAddress(ipv4: 127, 0, 0, 1, port: 5432)
        let metadata = SocketAddress(ipv4: 169, 254, 169, 254, port: 5432)
        let resolver = TableResolver(["db.test": [metadata, loopback]])
        rig.upstream = Upstream(configuration: .init(), resolver: resolver, kernel: .linux)
        #expect(try addresses(of: "db.test", rig) == .success([loopback]))
        #expect(try addresses(of: "127.0.0.1", rig) == .success([loopback]))
        let refused = UpstreamError.destinationRefused(.closed(.linkLocal))
        #expect(try addresses(of: "169.254.169.254", rig) == .failure(refused))
        // The name leads elsewhere now.
        resolver.table["db.test"] = [metadata]
        #expect(try addresses(of: "db.test", rig) == .failure(refused))
        resolver.table["db.test"] = []
        #expect(try addresses(of: "db.test", rig) == .failure(.unresolvable))
        #expect(rig.upstream.counts == (idle: 0, all: 0))
    }

    private func addresses(
        of host: String, _ rig: UpstreamRig
    ) throws -> Result<[SocketAddress], UpstreamError> {
        let slot: Int
        switch rig.acquire(.addresses(of: Self.named(host, 5432))) {
        case .connected(let found, _): slot = found
        case .failed(let error): return .failure(error)
        case .underWay(let begun):
            slot = begun
            rig.takeAnswers()
            if case .failed(_, let error) = try rig.step() { return .failure(error) }
        }
        defer { rig.release(slot, isReusable: false) }
        return .success(rig.upstream.connections[slot].addresses)
    }

    @Test func aNameThatIsDeniedIsNotLookedUp() throws {
        var configuration = UpstreamConfiguration()
        configuration.outbound.deny = [try OutboundPattern(parsing: "*.test")]
        let rig = try UpstreamRig(configuration)
        #expect(rig.acquire(Self.named("db.test", 80)) == .failed(.destinationRefused(.denied)))
        #expect(rig.upstream.counts.all == 0)
    }
}
