internal import CLinux

/// Wakes a loop from another thread: an eventfd, level-triggered on the loop.
@safe public final class Wake: Sendable {
    let raw: Int32
    private let kernel: Kernel

    init(kernel: Kernel) throws(SystemError) {
        self.kernel = kernel
        raw = unsafe hg_eventfd(kernel.table)
        guard raw >= 0 else { throw SystemError(result: Int(raw)) }
    }

    deinit { _ = unsafe hg_close(kernel.table, raw) }

    public func signal() { _ = unsafe hg_eventfd_signal(kernel.table, raw) }

    /// Takes the signals that came so far.
    public func drain() { _ = unsafe hg_eventfd_drain(kernel.table, raw) }
}
