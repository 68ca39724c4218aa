internal import CLinux
internal import Glibc

/// A socket that takes callers. Several workers listen on one address, each with its own (SO_REUSEPORT).
@safe public struct Listener: ~Copyable {
    private let descriptor: Descriptor
    private let kernel: Kernel
    /// Where it listens; the port that the kernel chose when 0 was asked for.
    public let address: SocketAddress

    public init(address: SocketAddress, backlog: Int32, kernel: Kernel) throws(SystemError) {
        self.kernel = kernel
        let number = unsafe hg_socket(kernel.table, address.systemFamily, Int32(SOCK_STREAM.rawValue))
        guard number >= 0 else { throw SystemError(result: Int(number)) }
        let descriptor = Descriptor(adopting: number, kernel: kernel)
        _ = unsafe hg_set_option(kernel.table, number, SOL_SOCKET, SO_REUSEADDR, 1)
        _ = unsafe hg_set_option(kernel.table, number, SOL_SOCKET, SO_REUSEPORT, 1)
        // Callers inherit them (Linux): who vanished without a word, behind a WebSocket say, is gone within two minutes.
        _ = unsafe hg_set_option(kernel.table, number, SOL_SOCKET, SO_KEEPALIVE, 1)
        for (option, value) in [(TCP_KEEPIDLE, Int32(60)), (TCP_KEEPINTVL, 15), (TCP_KEEPCNT, 4)] {
            _ = unsafe hg_set_option(kernel.table, number, Int32(IPPROTO_TCP), option, value)
        }
        var result = unsafe address.withStorage { unsafe hg_bind(kernel.table, number, $0, $1) }
        guard result >= 0 else { throw SystemError(result: Int(result)) }
        result = unsafe hg_listen(kernel.table, number, backlog)
        guard result >= 0 else { throw SystemError(result: Int(result)) }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        result = unsafe hg_local_address(kernel.table, number, &storage, &length)
        guard result >= 0 else { throw SystemError(result: Int(result)) }
        self.address = SocketAddress(storage: storage) ?? address
        self.descriptor = descriptor
    }

    /// Level-triggered: what one turn leaves is reported again in the next.
    public func register(with loop: borrowing Loop, as handle: Handle) throws(SystemError) {
        try loop.add(descriptor, handle: handle, interest: .readable)
    }

    /// Stops or goes on reporting callers that wait.
    public func setAccepting(_ isAccepting: Bool, on loop: borrowing Loop, as handle: Handle) {
        let interest: Readiness = isAccepting ? .readable : []
        try? loop.watch(rawDescriptor: descriptor.raw, handle: handle, interest: interest, isNew: false)
    }

    public func accept() -> Accepted {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = unsafe hg_accept(kernel.table, descriptor.raw, &storage, &length)
        guard number >= 0 else {
            let error = SystemError(result: Int(number))
            switch error.number {
            case EAGAIN: return .none
            case EINTR, ECONNABORTED: return .again
            default:
                error.stopIfOurs()
                return .failed(error)
            }
        }
        let accepted = Descriptor(adopting: number, kernel: kernel)
        _ = unsafe hg_set_option(kernel.table, number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        guard let address = SocketAddress(storage: storage) else { return .again }
        return .connection(accepted, address)
    }
}
