internal import Glibc

/// Signals as a thread of their own takes them: blocked everywhere, waited for in one place. No handler runs, so nothing has to
/// be safe inside one.
public enum ProcessSignal: Sendable {
    case terminate, interrupt
    /// SIGHUP: read the settings again.
    case hangUp

    /// Blocks them for this thread and all that it starts; called before the first of those. A peer that goes away is told by
    /// an error, not by SIGPIPE.
    public static func takeOver() {
        var set = all
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Waits until one of them arrives.
    public static func wait() -> ProcessSignal {
        var set = all
        var number: Int32 = 0
        while unsafe sigwait(&set, &number) != 0 {}
        switch number {
        case SIGINT: return .interrupt
        case SIGHUP: return .hangUp
        default: return .terminate
        }
    }

    /// Ends the process at once, as the signal would have.
    public func end() -> Never {
        switch self {
        case .terminate: _exit(128 + SIGTERM)
        case .interrupt: _exit(128 + SIGINT)
        case .hangUp: _exit(128 + SIGHUP)
        }
    }

    private static var all: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGTERM)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGHUP)
        return set
    }
}
