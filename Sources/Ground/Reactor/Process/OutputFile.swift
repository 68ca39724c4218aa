internal import Glibc

/// Where lines go: standard error, or a file that is appended to and can be opened anew by its name after somebody moved it.
/// Touched by one thread at a time.
struct OutputFile {
    private let path: String?
    private var descriptor: Int32

    /// Standard error.
    init() {
        path = nil
        descriptor = StandardStream.error.rawValue
    }

    /// Makes the file, mode 0600, when it is not there.
    init(path: String) throws(SystemError) {
        self.path = path
        descriptor = try Self.open(path)
    }

    private static func open(_ path: String) throws(SystemError) -> Int32 {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        return descriptor
    }

    /// Follows the name; the file that was open stays when there is none that can be opened now.
    mutating func reopen() throws(SystemError) {
        guard let path else { return }
        let fresh = try Self.open(path)
        close()
        descriptor = fresh
    }

    mutating func close() {
        if path != nil { Glibc.close(descriptor) }
        descriptor = -1
    }

    enum Write: Equatable {
        case written(Int)
        /// Nobody took anything for `milliseconds`.
        case stalled
        case failed
    }

    /// One write of at most a page, once the kernel says that it has room. Of a pipe that is asked so none blocks, whoever
    /// else writes to it: its modes are shared with them, and so not changed here.
    func write(_ bytes: [UInt8], from start: Int, patienceMilliseconds: Int32) -> Write {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let ready = unsafe Glibc.poll(&poll, 1, patienceMilliseconds)
        if ready == 0 || (ready < 0 && errno == EINTR) { return .stalled }
        guard ready > 0, Int32(poll.revents) & POLLOUT != 0 else { return .failed }
        let count = min(bytes.count - start, 4_096)
        let written = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), count)
        }
        if written > 0 { return .written(written) }
        return errno == EINTR || errno == EAGAIN ? .stalled : .failed
    }
}
