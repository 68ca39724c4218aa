import Foundation
import Glibc

/// A moment of the monotonic clock. Generous on purpose: it ends a test that hangs, it never paces one.
public struct Deadline: Sendable {
    private let nanoseconds: UInt64

    public static func after(seconds: Double) -> Deadline {
        Deadline(nanoseconds: now() + UInt64(seconds * 1e9))
    }

    /// 20 s: far beyond what any single step takes on a loaded machine.
    public static var generous: Deadline { .after(seconds: 20) }

    public var hasPassed: Bool { Self.now() >= nanoseconds }

    /// What is left, rounded up, at least 0: for `poll`.
    public var remainingMilliseconds: Int32 {
        let now = Self.now()
        return now >= nanoseconds ? 0 : Int32(clamping: (nanoseconds - now) / 1_000_000 + 1)
    }

    /// For Foundation's conditions, which count in wall time.
    var date: Date { Date(timeIntervalSinceNow: Double(remainingMilliseconds) / 1000) }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
