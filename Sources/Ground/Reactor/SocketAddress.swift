public import CLinux
internal import Glibc

/// An IP address and a port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    public enum Family: Sendable { case ipv4, ipv6 }

    public let family: Family
    /// The address in network order: 4 bytes in the low half of `low` for IPv4, all 16 for IPv6.
    let high: UInt64
    let low: UInt64
    public let port: UInt16

    public init(ipv4 a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16) {
        family = .ipv4
        high = 0
        low = UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
        self.port = port
    }

    init(family: Family, high: UInt64, low: UInt64, port: UInt16) {
        self.family = family
        self.high = high
        self.low = low
        self.port = port
    }

    /// From canonical text: dotted quad without leading zeros, or an IPv6 address without brackets. Nothing else parses,
    /// names included.
    public init?(literal text: String, port: UInt16) {
        // C would see only what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        var v6 = in6_addr()
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            let value = UInt32(bigEndian: v4.s_addr)
            self.init(family: .ipv4, high: 0, low: UInt64(value), port: port)
        } else if unsafe inet_pton(AF_INET6, text, &v6) == 1 {
            let halves = unsafe withUnsafeBytes(of: &v6) { bytes in
                unsafe (
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            self.init(family: .ipv6, high: halves.0, low: halves.1, port: port)
        } else {
            return nil
        }
    }

    /// The same address with another port.
    public func replacingPort(with port: UInt16) -> SocketAddress {
        SocketAddress(family: family, high: high, low: low, port: port)
    }

    public var isLoopback: Bool {
        switch family {
        case .ipv4: low >> 24 == 127
        case .ipv6: high == 0 && low == 1
        }
    }

    /// The address without its port, as people write it.
    public var host: String {
        switch family {
        case .ipv4: "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
        case .ipv6:
            unsafe withStorage { storage, _ in
                var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
                let bytes = unsafe UnsafeRawPointer(storage) + 8
                guard unsafe inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
                return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
    }

    public var description: String { family == .ipv4 ? "\(host):\(port)" : "[\(host)]:\(port)" }

    // MARK: The kernel's form

    var systemFamily: Int32 { family == .ipv4 ? AF_INET : AF_INET6 }

    /// Calls `body` with the address as a `sockaddr_storage` and its length in bytes.
    func withStorage<Result>(_ body: (UnsafePointer<sockaddr_storage>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        let length = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.storeBytes(of: sa_family_t(systemFamily), toByteOffset: 0, as: sa_family_t.self)
            unsafe bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            switch family {
            case .ipv4:
                let value = UInt32(truncatingIfNeeded: low).bigEndian
                unsafe bytes.storeBytes(of: value, toByteOffset: 4, as: UInt32.self)
                return MemoryLayout<sockaddr_in>.size
            case .ipv6:
                unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 8, as: UInt64.self)
                unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt64.self)
                return MemoryLayout<sockaddr_in6>.size
            }
        }
        return unsafe withUnsafePointer(to: &storage) { unsafe body($0, socklen_t(length)) }
    }

    /// From the `sockaddr` of `length` bytes that a C library hands out; nothing for other families.
    @unsafe public init?(copying address: UnsafeRawPointer, length: Int) {
        var storage = sockaddr_storage()
        _ = unsafe memcpy(&storage, address, min(max(length, 0), MemoryLayout<sockaddr_storage>.size))
        self.init(storage: storage)
    }

    /// From what the kernel filled in; nothing for other families.
    public init?(storage: borrowing sockaddr_storage) {
        let copy = copy storage
        let parsed: SocketAddress? = unsafe withUnsafeBytes(of: copy) { bytes in
            let port = unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
            switch Int32(copy.ss_family) {
            case AF_INET:
                let value = unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                return SocketAddress(family: .ipv4, high: 0, low: UInt64(value), port: port)
            case AF_INET6:
                let high = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                let low = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
                return SocketAddress(family: .ipv6, high: high, low: low, port: port)
            default: return nil
            }
        }
        guard let parsed else { return nil }
        self = parsed
    }
}
