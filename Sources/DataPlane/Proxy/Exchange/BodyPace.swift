/// How long a caller may have its source wait for a body. Waiting for the caller takes from an allowance, each byte that comes gives
/// some of it back, and it never becomes more than it was: whoever keeps the rate is never ended for it, whoever drips is, however many bytes
/// came before (Apache's `mod_reqtimeout` and Kestrel know such a rate; nginx ends silence only). The source's slowness costs nothing.
struct BodyPace {
    /// Longer allowances and higher rates count as these, so that their product fits.
    private static let millisecondsMax: UInt64 = 1 << 32
    private static let bytesPerSecondMax: UInt64 = 1 << 28

    private let bytesPerSecond: UInt64
    /// In bytes that may be missing, times 1,000: so much is owed in a millisecond as the rate says, and nothing is lost by rounding.
    private let allowance: UInt64
    private var left: UInt64
    private var awaitedSince: UInt64?

    /// `milliseconds` may be waited in all; `bytesPerSecond` is the rate at which no more is used up than comes back, 0 when any will do.
    init(milliseconds: UInt64, bytesPerSecond: UInt64) {
        self.bytesPerSecond = min(bytesPerSecond, Self.bytesPerSecondMax)
        allowance = min(milliseconds, Self.millisecondsMax) * self.bytesPerSecond
        left = allowance
    }

    /// The caller's next byte is awaited from now on; false when it was already.
    mutating func beginWaiting(now: UInt64) -> Bool {
        guard awaitedSince == nil else { return false }
        awaitedSince = now
        return true
    }

    /// So many bytes of the body came, or the caller is not waited for any more.
    mutating func endWaiting(bytes: Int = 0, now: UInt64) {
        let waited = awaitedSince.map { min(now - min($0, now), Self.millisecondsMax) } ?? 0
        awaitedSince = nil
        left -= min(waited * bytesPerSecond, left)
        left = min(allowance, left + UInt64(bytes) * 1_000)
    }

    /// When the allowance is used up if nothing comes; never while nobody waits.
    var end: UInt64 {
        guard bytesPerSecond > 0, let awaitedSince else { return .max }
        return awaitedSince + left / bytesPerSecond
    }
}
