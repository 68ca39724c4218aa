internal import CLinux
internal import Glibc

/// One thread's epoll. It returns events and never calls anybody: `wait` fills a fixed batch, the owner walks it.
@safe public struct Loop: ~Copyable {
    /// Events a turn at most; what is beyond comes with the next turn.
    public static var batchSize: Int { 256 }

    public let kernel: Kernel
    public let wake: Wake
    private let epoll: Descriptor
    private let events: UnsafeMutablePointer<epoll_event>

    public init(kernel: Kernel) throws(SystemError) {
        let number = unsafe hg_epoll_create(kernel.table)
        guard number >= 0 else { throw SystemError(result: Int(number)) }
        let epoll = Descriptor(adopting: number, kernel: kernel)
        let wake = try Wake(kernel: kernel)
        let result = unsafe hg_epoll_control(
            kernel.table, epoll.raw, EPOLL_CTL_ADD, wake.raw, Readiness.readable.rawValue,
            Handle(kind: .wake, slot: 0).raw)
        guard result >= 0 else { throw SystemError(result: Int(result)) }
        self.kernel = kernel
        self.wake = wake
        self.epoll = epoll
        unsafe events = .allocate(capacity: Self.batchSize)
        unsafe events.initialize(repeating: epoll_event(), count: Self.batchSize)
    }

    deinit { unsafe events.deallocate() }

    /// Waits until something is ready, for at most `milliseconds` (negative: as long as it takes); the number of events.
    public mutating func wait(milliseconds: Int32) -> Int {
        let result = unsafe hg_epoll_wait(kernel.table, epoll.raw, events, Int32(Self.batchSize), milliseconds)
        if result < 0 {
            SystemError(result: Int(result)).stopIfOurs()
            return 0
        }
        return Int(result)
    }

    /// Event `index` of the last `wait`.
    public func event(_ index: Int) -> (handle: Handle, readiness: Readiness) {
        precondition(index >= 0 && index < Self.batchSize)
        let event = unsafe events[index]
        return unsafe (Handle(raw: hg_event_data(event)), Readiness(rawValue: event.events))
    }

    func add(_ descriptor: borrowing Descriptor, handle: Handle, interest: Readiness) throws(SystemError) {
        let result = unsafe hg_epoll_control(
            kernel.table, epoll.raw, EPOLL_CTL_ADD, descriptor.raw, interest.rawValue, handle.raw)
        guard result >= 0 else { throw SystemError(result: Int(result)) }
    }

    /// For a descriptor that a C library owns (its number is the library's to close): level-triggered.
    public func watch(rawDescriptor: Int32, handle: Handle, interest: Readiness, isNew: Bool) throws(SystemError) {
        let operation = isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        let result = unsafe hg_epoll_control(
            kernel.table, epoll.raw, operation, rawDescriptor, interest.rawValue, handle.raw)
        guard result >= 0 else { throw SystemError(result: Int(result)) }
    }

    /// Ends `watch`; a descriptor that its library has closed already is gone from the epoll by itself.
    public func unwatch(rawDescriptor: Int32) {
        _ = unsafe hg_epoll_control(kernel.table, epoll.raw, EPOLL_CTL_DEL, rawDescriptor, 0, 0)
    }
}
