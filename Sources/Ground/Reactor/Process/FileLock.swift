internal import Glibc

/// A file that is locked until `release`, or until the process dies (flock: the kernel lets go then).
public final class FileLock: Sendable {
    private let descriptor: Lock<Int32?>

    private init(descriptor: Int32) { self.descriptor = Lock(descriptor) }

    deinit { release() }

    /// Makes the file (mode 0600) if it is not there. Nothing when another process, or another lock of this one, has it.
    public static func take(_ path: String) throws(SystemError) -> FileLock? {
        let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        let lock = FileLock(descriptor: descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return nil }
            if errno != EINTR { throw SystemError(number: errno) }
        }
        return lock
    }

    public func release() {
        if let descriptor = descriptor.withLock({ $0.take() }) { close(descriptor) }
    }
}
