internal import Reactor

extension FileStatus {
    /// Nobody but the owner writes, nobody but owner and group reads: 0600, 0640 and less.
    var isPrivate: Bool { mode & 0o037 == 0 }

    /// `0644`.
    var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
    }
}
