/// When a circuit breaker opens, and for how long.
public struct BreakerLimits: Sendable, Equatable {
    /// Failures in a row, with no answer among them, behind which a worker refuses calls to the source; 0 never does. Twenty: a
    /// dashboard whose queries all time out is not yet a dead source, and who looks for a mistake in a new source's settings sees the
    /// mistake and not the breaker.
    public var failuresMax = 20
    /// Milliseconds until the first probe: a source that was restarted is back within seconds, and so is the dashboard.
    public var waitMilliseconds: UInt64 = 5_000
    /// A probe that fails doubles the wait, up to this.
    public var waitMillisecondsMax: UInt64 = 30_000

    public init() {}
}
