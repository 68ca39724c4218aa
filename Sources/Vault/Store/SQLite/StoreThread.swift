internal import Access
internal import CSQLite
internal import Glibc

/// A thread of the operating system that runs one closure to its end. It takes no signals: those belong to the process's
/// main thread.
@safe final class StoreThread: Sendable {
    private let thread: pthread_t
    private let isJoined = Monitor(false)

    /// Starts at once. `name` shows in `top -H` (15 bytes).
    init(name: String, _ body: sending @escaping () -> Void) throws(StoreError) {
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, Self.main, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            throw .unavailable("no thread could be started")
        }
        self.thread = thread
    }

    deinit {
        if !isJoined.change({ $0 }) { pthread_detach(thread) }
    }

    /// Waits for the closure's end. Calls after the first return at once.
    func join() {
        let isFirst = isJoined.change { joined in
            defer { joined = true }
            return !joined
        }
        if isFirst { _ = pthread_join(thread, nil) }
    }

    private final class Start {
        let name: String
        let body: () -> Void

        init(name: String, body: @escaping () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
        guard let raw = unsafe raw else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
        var all = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_SETMASK, &all, nil)
        unsafe hg_name_this_thread(start.name)
        start.body()
        return nil
    }
}
