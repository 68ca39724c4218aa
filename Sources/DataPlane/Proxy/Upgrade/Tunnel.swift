/// Two connections that are glued together: what was held for each side when it last took something.
struct Tunnel {
    var heldForCaller = 0
    var heldForSource = 0
}
