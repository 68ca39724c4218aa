internal import CLinux
internal import Glibc
public import Reactor

/// The C table in front of a `FakeKernel`: the one unsafe file of the simulator. It lives as long as its kernel.
@safe final class KernelTable {
    private let table: UnsafeMutablePointer<hg_kernel>
    let kernel: Kernel

    init(_ fake: FakeKernel) {
        unsafe table = .allocate(capacity: 1)
        unsafe table.initialize(to: Self.functions(context: Unmanaged.passUnretained(fake).toOpaque()))
        kernel = unsafe Kernel(table: table)
    }

    deinit { unsafe table.deallocate() }

    private static func functions(context: UnsafeMutableRawPointer) -> hg_kernel {
        unsafe hg_kernel(
            context: context,
            accept: { context, number, address, length in
                switch unsafe simulated(context).accept(number) {
                case .failure(let error): return -error.number
                case .success(let accepted):
                    unsafe store(accepted.from, address, length)
                    return accepted.number
                }
            },
            socket: { context, _, _ in unsafe simulated(context).socket() },
            bind: { context, number, address, _ in unsafe simulated(context).bind(number, load(address)) },
            listen: { context, number, backlog in unsafe simulated(context).listen(number, backlog) },
            connect: { context, number, address, _ in unsafe simulated(context).connect(number, load(address)) },
            socket_error: { context, number in unsafe simulated(context).socketError(number) },
            local_address: { context, number, address, length in
                guard let local = unsafe simulated(context).localAddress(number) else { return -EBADF }
                unsafe store(local, address, length)
                return 0
            },
            set_option: { context, number, _, _, _ in unsafe simulated(context).setOption(number) },
            receive: { context, number, bytes, count in
                switch unsafe simulated(context).receive(number, count) {
                case .failure(let error): return -Int(error.number)
                case .success(let received):
                    unsafe received.withUnsafeBytes { source in
                        guard let from = source.baseAddress, let bytes = unsafe bytes else { return }
                        _ = unsafe memcpy(bytes, from, source.count)
                    }
                    return received.count
                }
            },
            send: { context, number, pieces, count, _ in
                var bytes: [UInt8] = []
                for index in 0..<Int(count) {
                    guard let piece = unsafe pieces?[index] else { continue }
                    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: piece.iov_base, count: piece.iov_len))
                }
                return unsafe simulated(context).send(number, bytes)
            },
            splice: { context, from, to, count, _ in unsafe simulated(context).splice(from, to, count) },
            pipe: { context, ends, bytes in
                switch unsafe simulated(context).pipe(Int(bytes)) {
                case .failure(let error): return -error.number
                case .success(let made):
                    unsafe ends?[0] = made.output
                    unsafe ends?[1] = made.input
                    return Int32(made.capacity)
                }
            },
            linger_zero: { context, number in unsafe simulated(context).lingerZero(number) },
            shutdown: { context, number, _ in unsafe simulated(context).shutdown(number) },
            close: { context, number in unsafe simulated(context).close(number) },
            epoll_create: { context in unsafe simulated(context).epollCreate() },
            epoll_control: { context, epoll, operation, number, interest, data in
                unsafe simulated(context).epollControl(epoll, operation, number, interest, data)
            },
            epoll_wait: { context, epoll, events, limit, milliseconds in
                switch unsafe simulated(context).epollWait(epoll, limit, milliseconds) {
                case .failure(let error): return -error.number
                case .success(let ready):
                    for (index, event) in ready.enumerated() {
                        unsafe events?[index] = unsafe hg_event(event.bits, event.data)
                    }
                    return Int32(ready.count)
                }
            },
            eventfd: { context in unsafe simulated(context).eventfd() },
            eventfd_signal: { context, number in unsafe simulated(context).eventfdSignal(number) },
            eventfd_drain: { context, number in unsafe simulated(context).eventfdDrain(number) },
            monotonic_nanoseconds: { context in unsafe simulated(context).now },
            wall_nanoseconds: { context in unsafe simulated(context).wallNanoseconds },
            random: { context, bytes, count in
                let fake = unsafe simulated(context)
                for offset in 0..<count {
                    unsafe bytes?.storeBytes(
                        of: UInt8(truncatingIfNeeded: fake.random.next()), toByteOffset: offset, as: UInt8.self)
                }
                return Int32(count)
            }
        )
    }
}

extension FakeKernel {
    /// What workers are given. It must not outlive this object.
    public var kernel: Kernel {
        if let table { return table.kernel }
        let fresh = KernelTable(self)
        table = fresh
        return fresh.kernel
    }
}

/// Between the workers' steps no loop owns this thread: what is resumed then comes in by its mailbox.
func leaveLoop() { hg_set_current_loop(nil) }

extension SocketAddress {
    func withPort(_ port: UInt16) -> SocketAddress { SocketAddress(literal: host, port: port) ?? self }
}

private func simulated(_ context: UnsafeMutableRawPointer?) -> FakeKernel {
    guard let context = unsafe context else { preconditionFailure("a kernel table without its kernel") }
    return unsafe Unmanaged<FakeKernel>.fromOpaque(context).takeUnretainedValue()
}

private func load(_ address: UnsafePointer<sockaddr_storage>?) -> SocketAddress? {
    guard let address = unsafe address else { return nil }
    return unsafe SocketAddress(storage: address.pointee)
}

private func store(
    _ address: SocketAddress?, _ storage: UnsafeMutablePointer<sockaddr_storage>?,
    _ length: UnsafeMutablePointer<socklen_t>?
) {
    guard let address, let storage = unsafe storage else { return }
    let bytes = UnsafeMutableRawPointer(storage)
    unsafe bytes.storeBytes(of: address.port.bigEndian, toByteOffset: 2, as: UInt16.self)
    switch address.family {
    case .ipv4:
        unsafe bytes.storeBytes(of: sa_family_t(AF_INET), as: sa_family_t.self)
        unsafe inet_pton(AF_INET, address.host, bytes + 4)
        unsafe length?.pointee = socklen_t(MemoryLayout<sockaddr_in>.size)
    case .ipv6:
        unsafe bytes.storeBytes(of: sa_family_t(AF_INET6), as: sa_family_t.self)
        unsafe inet_pton(AF_INET6, address.host, bytes + 8)
        unsafe length?.pointee = socklen_t(MemoryLayout<sockaddr_in6>.size)
    }
}
