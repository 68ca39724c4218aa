internal import CAres
internal import Glibc
internal import Reactor

/// One search under way: c-ares holds it and gives it back, exactly once, through `finish`.
@safe final class AresLookup {
    private let host: String
    private let inbox: AresInbox

    init(host: String, inbox: AresInbox) {
        self.host = host
        self.inbox = inbox
    }

    /// For `ares_getaddrinfo`, which owns one reference until it calls back.
    func retainedPointer() -> UnsafeMutableRawPointer { unsafe Unmanaged.passRetained(self).toOpaque() }

    /// The other half of `retainedPointer`: `context` is used up, and so is `found`.
    static func finish(_ context: UnsafeMutableRawPointer?, status: Int32, found: UnsafeMutablePointer<ares_addrinfo>?)
    {
        defer { if let found = unsafe found { unsafe ares_freeaddrinfo(found) } }
        guard let context = unsafe context else { return }
        let lookup = unsafe Unmanaged<AresLookup>.fromOpaque(context).takeRetainedValue()
        guard status == ARES_SUCCESS, let found = unsafe found else {
            return lookup.inbox.note(AresInbox.Outcome(host: lookup.host, addresses: [], seconds: 0))
        }
        let (addresses, seconds) = unsafe read(found)
        lookup.inbox.note(
            AresInbox.Outcome(host: lookup.host, addresses: AddressChoice.choose(addresses), seconds: seconds))
    }

    /// The addresses in the library's order (RFC 6724), and the shortest time to live of any record on the way to them.
    private static func read(_ found: UnsafeMutablePointer<ares_addrinfo>) -> ([SocketAddress], Int) {
        var addresses: [SocketAddress] = []
        var seconds = Int(Int32.max)
        var node = unsafe found.pointee.nodes
        while let current = unsafe node {
            if let address = unsafe address(of: current.pointee) { addresses.append(address) }
            seconds = unsafe min(seconds, Int(current.pointee.ai_ttl))
            unsafe node = current.pointee.ai_next
        }
        var alias = unsafe found.pointee.cnames
        while let current = unsafe alias {
            seconds = unsafe min(seconds, Int(current.pointee.ttl))
            unsafe alias = current.pointee.next
        }
        return (addresses, seconds)
    }

    private static func address(of node: ares_addrinfo_node) -> SocketAddress? {
        guard let source = unsafe node.ai_addr else { return nil }
        return unsafe SocketAddress(copying: UnsafeRawPointer(source), length: Int(node.ai_addrlen))
    }
}
