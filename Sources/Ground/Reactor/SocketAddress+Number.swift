extension SocketAddress {
    /// The address as a number, as wide as its family's addresses are: 32 bits or 128.
    public var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// `number` counts as far as the family's addresses are wide.
    public init(family: Family, number: UInt128, port: UInt16) {
        let low = UInt64(truncatingIfNeeded: number)
        switch family {
        case .ipv4: self.init(family: family, high: 0, low: low & 0xFFFF_FFFF, port: port)
        case .ipv6: self.init(family: family, high: UInt64(truncatingIfNeeded: number >> 64), low: low, port: port)
        }
    }
}
