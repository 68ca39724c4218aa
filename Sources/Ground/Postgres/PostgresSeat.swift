internal import Crypto
internal import Reactor

/// A connection of the engine's, and what it does.
struct PostgresSeat {
    let session: PostgresSession
    let poolKey: Digest256
    var job: PostgresJob?
    var watched: Int32?
    var interest: Readiness = []
    /// Milliseconds of the monotonic clock.
    var deadline: UInt64
    /// When it is not used again.
    let expiry: UInt64
    /// Microseconds: up to here its job's trace has been told.
    var since: UInt64
}
