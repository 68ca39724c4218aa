public import CLinux

/// The system calls that Headgate makes while it serves, as a table of C functions (`hg_kernel`): an indirection that costs
/// under 2 ns a call, and the one seam through which simulated faults and virtual time enter.
@safe public final class Kernel: @unchecked Sendable {
    // Guard of the unchecked Sendable: the table never changes; what its context points at is its owner's business.
    let table: UnsafePointer<hg_kernel>

    /// A kernel behind `table`, which lives as long as anything that uses it.
    public init(table: UnsafePointer<hg_kernel>) { unsafe self.table = table }

    /// Linux itself.
    public static let linux: Kernel = {
        let table = UnsafeMutablePointer<hg_kernel>.allocate(capacity: 1)
        unsafe table.initialize(to: hg_linux)
        return unsafe Kernel(table: table)
    }()

    /// Nanoseconds on a clock that never goes back.
    public var monotonicNanoseconds: UInt64 { unsafe hg_monotonic_nanoseconds(table) }

    /// Microseconds of the same clock.
    public var monotonicMicroseconds: UInt64 { monotonicNanoseconds / 1_000 }

    /// Milliseconds of the same clock.
    public var monotonicMilliseconds: UInt64 { monotonicNanoseconds / 1_000_000 }

    /// Seconds since 1970.
    public var unixSeconds: Int64 { Int64(truncatingIfNeeded: unsafe hg_wall_nanoseconds(table) / 1_000_000_000) }

    /// 64 unpredictable bits.
    public func randomBits() -> UInt64 {
        var value: UInt64 = 0
        _ = unsafe withUnsafeMutableBytes(of: &value) { unsafe hg_random(table, $0.baseAddress, $0.count) }
        return value
    }
}
