internal import CLinux
internal import Glibc

/// A dial that has begun.
public enum DialStart: ~Copyable {
    case connected(Descriptor)
    /// The loop reports it writable when the kernel is done; then `Stream.connectError` tells.
    case underWay(Descriptor)
    case failed(SystemError)
}

extension SocketAddress {
    /// Begins a connection to this address.
    public func dial(kernel: Kernel) -> DialStart {
        let number = unsafe hg_socket(kernel.table, systemFamily, Int32(SOCK_STREAM.rawValue))
        guard number >= 0 else { return .failed(SystemError(result: Int(number))) }
        let descriptor = Descriptor(adopting: number, kernel: kernel)
        _ = unsafe hg_set_option(kernel.table, number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        _ = unsafe hg_set_option(kernel.table, number, SOL_SOCKET, SO_KEEPALIVE, 1)
        _ = unsafe hg_set_option(kernel.table, number, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60)
        let result = unsafe withStorage { unsafe hg_connect(kernel.table, number, $0, $1) }
        if result == 0 { return .connected(descriptor) }
        let error = SystemError(result: Int(result))
        // An interrupted connect goes on in the background, as one that would block does.
        if error.number == EINPROGRESS || error.number == EINTR { return .underWay(descriptor) }
        error.stopIfOurs()
        return .failed(error)
    }
}
