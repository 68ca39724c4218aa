internal import Access
internal import Glibc

/// The database file on disk: only its owner may read or write it, and so its `-wal` and `-shm`, whose modes SQLite takes
/// from it.
enum SQLiteFile {
    /// Makes the file if there is none, and closes one that is open to others.
    ///
    /// An existing file is never opened here: closing a second descriptor would drop every POSIX lock that this process
    /// holds on it (sqlite.org/howtocorrupt.html, section 2.2).
    static func prepare(_ path: String) throws(StoreError) {
        let created = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if created >= 0 {
            close(created)
            return
        }
        guard errno == EEXIST else { throw .unavailable("the database file cannot be created: \(reason(errno))") }
        try protect(path)
        for suffix in ["-wal", "-shm"] where unsafe access(path + suffix, F_OK) == 0 { try protect(path + suffix) }
    }

    private static func protect(_ path: String) throws(StoreError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw .unavailable("the database file cannot be examined: \(reason(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unavailable("the database is not a regular file") }
        guard status.st_mode & 0o077 != 0 else { return }
        guard unsafe chmod(path, 0o600) == 0 else {
            throw .unavailable("the database file is open to others and cannot be closed to them: \(reason(errno))")
        }
    }

    private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
