internal import Reactor

/// The IPv4 addresses that an IPv6 address leads to, on this machine or by a translator or tunnel on the way.
extension SocketAddress {
    /// The address that the kernel dials: an IPv4-mapped one is IPv4 (RFC 4291 2.5.5.2).
    var plain: SocketAddress {
        family == .ipv6 && number >> 32 == 0xFFFF ? ipv4(at: 0) : self
    }

    /// This address and all that it may stand for. What is closed is closed under every one of them.
    var faces: [SocketAddress] {
        let address = plain
        guard address.family == .ipv6 else { return [address] }
        return [address] + address.embedded
    }

    private var embedded: [SocketAddress] {
        var found: [SocketAddress] = []
        // IPv4-compatible (RFC 4291 2.5.5.1), but neither `::` nor `::1`; IPv4-translated (RFC 2765).
        if number >> 32 == 0, number > 1 { found.append(ipv4(at: 0)) }
        if number >> 32 == 0xFFFF_0000 { found.append(ipv4(at: 0)) }
        // NAT64's well-known prefix (RFC 6052 2.1).
        if number >> 32 == 0x0064_FF9B << 64 { found.append(ipv4(at: 0)) }
        if number >> 80 == 0x0064_FF9B_0001 { found += localTranslations }
        // 6to4 (RFC 3056); Teredo (RFC 4380 4), whose client's address is inverted.
        if number >> 112 == 0x2002 { found.append(ipv4(at: 80)) }
        if number >> 96 == 0x2001_0000 {
            found.append(ipv4(at: 64))
            found.append(SocketAddress(family: .ipv4, number: ~number & 0xFFFF_FFFF, port: port))
        }
        // ISATAP (RFC 5214 6.1), with the global bit or without.
        if number >> 32 & 0xFDFF_FFFF == 0x0000_5EFE { found.append(ipv4(at: 0)) }
        return found
    }

    /// A translator of one's own (RFC 8215) has a prefix of 48, 56, 64 or 96 bits; where the address stands depends on it (RFC
    /// 6052 2.2: bits 64 to 71 are left out).
    private var localTranslations: [SocketAddress] {
        let pieces: [UInt128] = [
            (number >> 64 & 0xFFFF) << 16 | number >> 40 & 0xFFFF,
            (number >> 64 & 0xFF) << 24 | number >> 32 & 0xFF_FFFF,
            number >> 24 & 0xFFFF_FFFF,
            number & 0xFFFF_FFFF,
        ]
        return pieces.map { SocketAddress(family: .ipv4, number: $0, port: port) }
    }

    /// The 32 bits from bit `shift` on, counted from the lowest.
    private func ipv4(at shift: UInt128) -> SocketAddress {
        SocketAddress(family: .ipv4, number: number >> shift & 0xFFFF_FFFF, port: port)
    }
}
