internal import Glibc

/// What a path names, and who may touch it.
public struct FileStatus: Sendable, Equatable {
    public enum Kind: Sendable { case file, directory, other }

    public let kind: Kind
    /// The permission bits, 0o7777.
    public let mode: UInt32
    public let stamp: FileStamp

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        default: kind = .other
        }
        mode = status.st_mode & 0o7777
        stamp = FileStamp(status)
    }

    /// Follows symbolic links; nothing when there is no such path.
    public static func of(_ path: String) throws(SystemError) -> FileStatus? {
        var status = stat()
        if unsafe stat(path, &status) == 0 { return FileStatus(status) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw SystemError(number: errno)
    }
}
