public import Reactor

/// Turns names into addresses without blocking its loop. A seam because the network's name servers are one: c-ares in
/// production (`AresResolver`), a table in simulation. One instance a worker, touched by its thread only.
public protocol NameResolver {
    mutating func begin(_ request: NameRequest, now: UInt64, loop: borrowing Loop)
    /// A descriptor that the resolver gave to the loop under a handle of kind `resolver` is ready.
    mutating func ready(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop)
    /// Acts on timers that are due; milliseconds until the next one, nothing when there is none.
    mutating func tick(now: UInt64, loop: borrowing Loop) -> UInt64?
    /// Takes out one answer.
    mutating func nextAnswer() -> NameAnswer?
}
