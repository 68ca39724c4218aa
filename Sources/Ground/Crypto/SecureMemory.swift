internal import COpenSSL
internal import Synchronization

/// The process's memory for secrets: set up once, before the first secret is read.
public enum SecureMemory {
    /// How well secrets are kept.
    public enum Protection: UInt8, Sendable {
        /// `start` was not called, or was refused: pages that core dumps leave out and that are wiped, but that may be swapped.
        case pages
        /// The secure heap, but the kernel refused to lock or to guard it (see `ulimit -l`).
        case unlocked
        /// The secure heap, locked into memory and guarded on both sides.
        case locked
    }

    /// Bytes of the secure heap that secrets may fill: three quarters. OpenSSL keeps its own keys and the state of each thread's
    /// random generator there too, and without room for that a new thread has no random numbers.
    private static let secretsMax = Atomic<Int>(0)
    private static let current = Atomic<UInt8>(Protection.pages.rawValue)

    public static var protection: Protection { Protection(rawValue: current.load(ordering: .acquiring)) ?? .pages }

    /// Bytes of secrets held now, OpenSSL's own keys included; `outside` says how many did not fit into the secure heap.
    public static var usage: (secureHeap: Int, outside: Int) {
        // Before its heap is set up OpenSSL's counter takes a lock that is not there yet.
        let isStarted = CRYPTO_secure_malloc_initialized() == 1
        return (isStarted ? CRYPTO_secure_used() : 0, ConfidentialArena.shared.bytesUsed)
    }

    /// The secure heap takes a secret of `bytes`; otherwise it goes into pages of our own.
    static func takes(_ bytes: Int) -> Bool {
        guard CRYPTO_secure_malloc_initialized() == 1 else { return false }
        return CRYPTO_secure_used() + bytes <= secretsMax.load(ordering: .acquiring)
    }

    /// Sets up the secure heap: `bytes` rounded up to a power of two between 16 KiB and 1 GiB, which counts against
    /// `ulimit -l` but takes memory only when touched. Before any thread starts; a second call changes nothing.
    @discardableResult
    public static func start(bytes: Int) -> Protection {
        guard CRYPTO_secure_malloc_initialized() == 0 else { return protection }
        var size = 16 * 1024
        while size < min(bytes, 1 << 30) { size *= 2 }
        // 32: the smallest slot, the size of a key.
        let reached: Protection =
            switch CRYPTO_secure_malloc_init(size, 32) {
            case 1: .locked
            case 2: .unlocked
            default: .pages
            }
        ERR_clear_error()
        secretsMax.store(reached == .pages ? 0 : size / 4 * 3, ordering: .releasing)
        current.store(reached.rawValue, ordering: .releasing)
        return reached
    }

    /// A crash leaves no core file behind (`RLIMIT_CORE` 0). `refusingTracers` also makes the process undumpable, which stops a
    /// core pattern that is a pipe (it ignores the limit) and keeps other processes of the same user from attaching a debugger
    /// or reading its memory; `/proc/self` then belongs to root. False when the kernel refused.
    @discardableResult
    public static func disableCoreDumps(refusingTracers: Bool = true) -> Bool {
        let isLimited = hg_forbid_core_files() == 0
        let isUndumpable = !refusingTracers || hg_set_dumpable(0) == 0
        return isLimited && isUndumpable
    }
}
