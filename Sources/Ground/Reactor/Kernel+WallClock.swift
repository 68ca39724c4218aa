internal import CLinux

extension Kernel {
    /// Milliseconds since 1970.
    public var unixMilliseconds: Int64 { Int64(truncatingIfNeeded: unsafe hg_wall_nanoseconds(table) / 1_000_000) }
}
