internal import CLinux
internal import Glibc

/// A file in memory for a library that reads certificates and keys from files only: no name in any directory, mode 0600, gone
/// with its owner.
@safe public final class MemoryFile: Sendable {
    private let raw: Int32

    /// A file that holds `bytes`; `label` shows in the process's list of descriptors.
    public init(_ bytes: Span<UInt8>, label: String) throws(SystemError) {
        raw = unsafe hg_memory_file(label)
        guard raw >= 0 else { throw SystemError(number: -raw) }
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(raw, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw SystemError(number: written < 0 ? errno : ENOSPC) }
    }

    deinit { if raw >= 0 { _ = close(raw) } }

    /// Where this process may open it.
    public var path: String { "/proc/self/fd/\(raw)" }
}
