internal import Reactor

/// Addresses that are open or closed as a whole.
public enum AddressClass: String, Sendable, CaseIterable {
    /// This machine, by whatever of its own addresses; 0.0.0.0 and `::` lead there too.
    case loopback
    /// Networks that nobody else routes: RFC 1918, 6598 and 2544, unique and site-local IPv6.
    case privateUse
    /// The link's own addresses, and those where clouds hand credentials to whoever asks.
    case linkLocal

    /// Narrow ones are asked first: some metadata addresses lie in private networks.
    private static let order: [AddressClass] = [.linkLocal, .loopback, .privateUse]

    /// The class of an address in one of its `faces`; nothing for the rest of the world.
    static func of(_ address: SocketAddress) -> AddressClass? {
        order.first { $0.networks.contains { $0.contains(address) } }
    }

    var networks: [IPNetwork] {
        switch self {
        case .loopback: Self.loopbackNetworks
        case .privateUse: Self.privateNetworks
        case .linkLocal: Self.linkLocalNetworks
        }
    }

    private static let loopbackNetworks = [v4(127, 0, 0, 0, 8), v4(0, 0, 0, 0, 8), v6(0, 1, 128), v6(0, 0, 128)]

    private static let privateNetworks = [
        v4(10, 0, 0, 0, 8), v4(172, 16, 0, 0, 12), v4(192, 168, 0, 0, 16), v4(100, 64, 0, 0, 10),
        v4(198, 18, 0, 0, 15), v6(0xFC00 << 48, 0, 7), v6(0xFEC0 << 48, 0, 10),
    ]

    private static let linkLocalNetworks = [
        v4(169, 254, 0, 0, 16), v6(0xFE80 << 48, 0, 10),
        // Alibaba Cloud; Azure's WireServer; Oracle Cloud's older endpoint.
        v4(100, 100, 100, 200, 32), v4(168, 63, 129, 16, 32), v4(192, 0, 0, 192, 32),
        // Amazon EC2 and EKS.
        v6(0xFD00_0EC2 << 32, 0x254, 128), v6(0xFD00_0EC2 << 32, 0x23, 128),
        // Google Cloud; Oracle Cloud; Scaleway.
        v6(0xFD20_00CE << 32, 0x254, 128), v6(0xFD00_00C1 << 32, 0xA9FE_A9FE, 128), v6(0xFD00_0042 << 32, 0x42, 128),
    ]

    private static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ prefixBits: Int) -> IPNetwork {
        IPNetwork(
            family: .ipv4, first: SocketAddress(ipv4: a, b, c, d, port: 0).number, prefixBits: prefixBits)
    }

    private static func v6(_ high: UInt64, _ low: UInt64, _ prefixBits: Int) -> IPNetwork {
        IPNetwork(family: .ipv6, first: UInt128(high) << 64 | UInt128(low), prefixBits: prefixBits)
    }
}
