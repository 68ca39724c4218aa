/// When the owner of a connection's end did what a check asks about, in nanoseconds of the run.
struct EndpointMoments {
    /// It said that it would send no more.
    var finished: UInt64?
    /// It let go of its end.
    var closed: UInt64?
    /// It last got or gave bytes, and had done neither for so long before that.
    private var lastMove: UInt64?
    private var lastPause: UInt64 = 0

    mutating func moved(at now: UInt64) {
        lastPause = now - (lastMove ?? now)
        lastMove = now
    }

    /// How long it waited for the other side between its own end and letting go.
    var partingNanoseconds: UInt64 {
        guard let finished, let closed else { return 0 }
        return closed - finished
    }

    /// How long it had got and given nothing when it let go. What TLS says last belongs to letting go.
    var idledNanoseconds: UInt64 {
        guard let lastMove, let closed else { return 0 }
        return closed - lastMove < 100_000_000 ? lastPause : closed - lastMove
    }
}
