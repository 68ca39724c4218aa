public import Reactor

/// Where connections may lead. Asked before a name is looked up and again for every address right before it is dialled, so that
/// what was checked is what is connected to, whatever a name server says the second time.
///
/// An entry of `deny` refuses. A closed class of addresses refuses, but for those that an entry of `allow` names by an address or
/// network within the class. Where `allow` has entries, one of them has to match. All else is allowed.
public struct OutboundRules: Sendable, Equatable {
    public var allow: [OutboundPattern] = []
    public var deny: [OutboundPattern] = []
    /// Data stores live on this machine and in private networks; who shares the machine with others closes it.
    public var allowsLoopback = true
    public var allowsPrivate = true
    /// What answers there is no data store, and in clouds hands out the machine's own credentials.
    public var allowsLinkLocal = false

    public init() {}

    /// What can be said of a source's host before its name is looked up; of an address all there is to say.
    public func refusal(ofHost host: String, port: UInt16) -> OutboundRefusal? {
        if let address = SocketAddress(literal: host, port: port) { return refusal(of: address, host: host) }
        if deny.contains(where: { $0.matches(host: host, port: port) }) { return .denied }
        // Entries by address are for what the name resolves to.
        let isAllowed = allow.contains { $0.namesAddresses(port: port) || $0.matches(host: host, port: port) }
        return isAllowed || allow.isEmpty ? nil : .notAllowed
    }

    /// Whether `address` may be dialled for a source whose URL names `host`.
    public func refusal(of address: SocketAddress, host: String) -> OutboundRefusal? {
        let faces = address.faces
        let isDenied = deny.contains { pattern in
            pattern.matches(host: host, port: address.port) || faces.contains { pattern.matches($0) }
        }
        if isDenied { return .denied }
        let plain = address.plain
        for face in faces {
            guard let part = AddressClass.of(face), !isOpen(part) else { continue }
            guard face == plain, isOpened(plain, part) else { return .closed(part) }
        }
        // Only what the kernel dials counts here: any IPv6 address can be made to look as if it led to an IPv4 one.
        let isAllowed = allow.contains { $0.matches(plain) || $0.matches(host: host, port: address.port) }
        return isAllowed || allow.isEmpty ? nil : .notAllowed
    }

    private func isOpen(_ part: AddressClass) -> Bool {
        switch part {
        case .loopback: allowsLoopback
        case .privateUse: allowsPrivate
        case .linkLocal: allowsLinkLocal
        }
    }

    /// An entry names the address as one of the class; 0.0.0.0/0 opens nothing.
    private func isOpened(_ address: SocketAddress, _ part: AddressClass) -> Bool {
        allow.contains { pattern in
            guard case .network(let network) = pattern.hosts, pattern.matches(address) else { return false }
            return part.networks.contains { $0.contains(network) }
        }
    }
}
