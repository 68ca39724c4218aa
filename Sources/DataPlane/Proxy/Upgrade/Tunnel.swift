/// Two connections that are glued together: what was held for each side when it last took something.
struct Tunnel {
    var heldForCaller = 0
    var heldForSource = 0
    /// When its caller's token has run out, or may have; milliseconds of the loop's clock.
    var checksAt: UInt64
}
