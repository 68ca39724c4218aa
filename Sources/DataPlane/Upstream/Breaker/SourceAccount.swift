/// What one worker knows of one source.
struct SourceAccount {
    var breaker = CircuitBreaker()
    var limits: BreakerLimits
    let share: CallShare
    /// Calls of this worker.
    var calls = 0

    /// It says nothing that a new one would not.
    var isForgettable: Bool { calls == 0 && breaker.isFresh }
}
