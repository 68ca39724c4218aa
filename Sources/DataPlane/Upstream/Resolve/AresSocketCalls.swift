internal import CAres
internal import Glibc

/// How c-ares reads and writes its sockets: the kernel's calls, with refusals noted in the inbox so that a read hears of them too.
@safe enum AresSocketCalls {
    /// `inbox` outlives `channel`.
    static func install(on channel: ares_channel, inbox: AresInbox) {
        // One table for the process: c-ares keeps its address. It has to be whole, and replaces the library's socket options too.
        unsafe ares_set_socket_functions(channel, table, Unmanaged.passUnretained(inbox).toOpaque())
    }

    /// Never freed, never changed.
    nonisolated(unsafe) private static let table: UnsafePointer<ares_socket_functions> = {
        let table = UnsafeMutablePointer<ares_socket_functions>.allocate(capacity: 1)
        unsafe table.initialize(to: ares_socket_functions())
        unsafe table.pointee.asocket = { family, type, number, _ in
            let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let made = socket(family, type | flags, number)
            guard made >= 0, type == Int32(SOCK_STREAM.rawValue) else { return made }
            var isOn: Int32 = 1
            _ = unsafe setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
            return made
        }
        unsafe table.pointee.aclose = { socket, _ in close(socket) }
        unsafe table.pointee.aconnect = { socket, address, length, _ in unsafe connect(socket, address, length) }
        unsafe table.pointee.arecvfrom = { socket, bytes, count, flags, address, length, context in
            if unsafe inbox(context)?.tellsRefusal(to: socket) == true {
                errno = ECONNREFUSED
                return -1
            }
            return unsafe recvfrom(socket, bytes, count, flags, address, length)
        }
        unsafe table.pointee.asendv = { socket, pieces, count, context in
            var message = unsafe msghdr()
            unsafe message.msg_iov = UnsafeMutablePointer(mutating: pieces)
            unsafe message.msg_iovlen = Int(count)
            let result = unsafe sendmsg(socket, &message, Int32(MSG_NOSIGNAL))
            if result < 0, errno == ECONNREFUSED { unsafe inbox(context)?.noteRefusal(of: socket) }
            return result
        }
        return unsafe UnsafePointer(table)
    }()

    private static func inbox(_ context: UnsafeMutableRawPointer?) -> AresInbox? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<AresInbox>.fromOpaque(context).takeUnretainedValue()
    }
}
