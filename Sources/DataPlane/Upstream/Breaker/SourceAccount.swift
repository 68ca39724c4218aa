internal import HTTP

/// What one worker knows of one source.
struct SourceAccount {
    /// As the source was when it was last called; its breaker is of this version.
    private(set) var source: SourceVersion
    var breaker = CircuitBreaker()
    var limits: BreakerLimits
    let share: CallShare
    /// Calls of this worker.
    var calls = 0

    init(_ source: SourceVersion, limits: BreakerLimits, share: CallShare) {
        self.source = source
        self.limits = limits
        self.share = share
    }

    /// The source was written anew: what it was before has nothing to do with what it is.
    mutating func renew(as fresh: SourceVersion) {
        source = fresh
        breaker = CircuitBreaker()
    }

    /// It says nothing that a new one would not.
    var isForgettable: Bool { calls == 0 && breaker.isFresh }
}
