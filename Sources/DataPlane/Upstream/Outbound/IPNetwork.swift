internal import Reactor

/// All addresses that begin with the same bits (CIDR, RFC 4632). An IPv4-mapped network of IPv6 is the IPv4 network that it stands
/// for: the kernel dials it so.
struct IPNetwork: Sendable, Equatable {
    let family: SocketAddress.Family
    /// The first address, as `SocketAddress.number`.
    let first: UInt128
    let prefixBits: Int

    /// `first` has no bit behind the prefix, which is no longer than an address.
    init(family: SocketAddress.Family, first: UInt128, prefixBits: Int) {
        let isMapped = family == .ipv6 && prefixBits >= 96 && first >> 32 == 0xFFFF
        self.family = isMapped ? .ipv4 : family
        self.first = isMapped ? first & 0xFFFF_FFFF : first
        self.prefixBits = isMapped ? prefixBits - 96 : prefixBits
    }

    /// From `10.0.0.0/8`, `fd00::/8`, or an address alone, without brackets.
    init(parsing text: some StringProtocol) throws(OutboundPatternError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = SocketAddress(literal: String(parts[0]), port: 0) else { throw .badAddress }
        let width = address.family == .ipv4 ? 32 : 128
        let prefixBits = parts.count == 1 ? width : try Self.prefix(parts[1], width: width)
        // Was 10.1.2.3/8 to be one address or sixteen million? Whoever wrote it has to say.
        guard address.number & Self.hostMask(width: width, prefixBits) == 0 else { throw .bitsBehindPrefix }
        self.init(family: address.family, first: address.number, prefixBits: prefixBits)
    }

    private static func prefix(_ text: some StringProtocol, width: Int) throws(OutboundPatternError) -> Int {
        let isDecimal = !text.isEmpty && text.utf8.count <= 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, let bits = Int(text), bits <= width else { throw .badPrefix(max: width) }
        return bits
    }

    private static func hostMask(width: Int, _ prefixBits: Int) -> UInt128 {
        (UInt128(1) << UInt128(width - prefixBits)) &- 1
    }

    private var width: Int { family == .ipv4 ? 32 : 128 }

    /// `address` is in its plain form: see `SocketAddress.plain`.
    func contains(_ address: SocketAddress) -> Bool {
        address.family == family && address.number & ~Self.hostMask(width: width, prefixBits) == first
    }

    func contains(_ other: IPNetwork) -> Bool {
        other.family == family && other.prefixBits >= prefixBits
            && other.first & ~Self.hostMask(width: width, prefixBits) == first
    }
}
