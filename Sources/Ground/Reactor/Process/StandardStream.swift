public import Bytes
internal import Glibc

/// Standard output or standard error, unbuffered: what is written is out when the call returns.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// One `write` as long as the kernel takes all of it (a line of up to PIPE_BUF, 4 KiB, always), so that lines of
    /// several threads do not mix. Gives up when nobody can read: there is nowhere left to say so.
    public func write(_ bytes: borrowing ByteBuffer) {
        unsafe bytes.span.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let written = unsafe Glibc.write(
                    rawValue, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                if written > 0 {
                    offset += written
                } else if written == 0 || errno != EINTR {
                    return
                }
            }
        }
    }

    public func write(_ text: String) {
        var buffer = ByteBuffer()
        buffer.append(text)
        write(buffer)
    }

    public var isTerminal: Bool { isatty(rawValue) == 1 }
}
