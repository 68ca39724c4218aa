public import Bytes
internal import Glibc

/// Files and directories that nobody else may read. They block: for the start of the process and the command line.
public enum PrivateFile {
    /// Appends the file's content, up to one byte more than `bytesMax`, so that the caller sees when it is longer. The status is
    /// that of the file which was read, whatever the path names by then. A directory reads as nothing.
    public static func read(
        _ path: String, bytesMax: Int, into buffer: inout ByteBuffer
    ) throws(SystemError) -> FileStatus {
        // Without O_NONBLOCK a FIFO would wait for its writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        var raw = stat()
        guard unsafe fstat(descriptor, &raw) == 0 else { throw SystemError(number: errno) }
        let status = FileStatus(raw)
        guard status.kind != .directory else { return status }
        while buffer.count <= bytesMax {
            let count = unsafe buffer.fill(upTo: bytesMax + 1 - buffer.count) { room in
                unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            }
            if count == 0 { break }
            if count < 0 && errno != EINTR { throw SystemError(number: errno) }
        }
        return status
    }

    /// Makes a file of mode 0600 that appears with all its content, on the disk, or not at all. False when there is one of
    /// that name already, which stays as it is.
    public static func create(_ path: String, content: Span<UInt8>, draftSuffix: String) throws(SystemError) -> Bool {
        let draft = path + draftSuffix
        let descriptor = unsafe open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { unsafe unlink(draft) }
        let written = unsafe content.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = written == content.count && fsync(descriptor) == 0
        let problem = errno
        close(descriptor)
        guard isWhole else { throw SystemError(number: problem == 0 ? ENOSPC : problem) }
        // Unlike rename, link refuses to replace.
        guard unsafe link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw SystemError(number: errno)
        }
        return true
    }

    /// Makes the directory and those above it, mode 0700, unless they are there.
    public static func ensureDirectory(_ path: String) throws(SystemError) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST:
            guard try FileStatus.of(path)?.kind == .directory else { throw SystemError(number: ENOTDIR) }
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw SystemError(number: ENOENT)
            }
            try ensureDirectory(String(path[..<slash]))
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError(number: errno) }
        default: throw SystemError(number: errno)
        }
    }
}
