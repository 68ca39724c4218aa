internal import HTTP

/// How far the source's side of a call is. Next states: head → body → done, head → done, head → tunnel.
enum ResponseDirection {
    case head
    case body(BodyRelay)
    case done
    /// The connection has changed to WebSocket; both directions end together.
    case tunnel(Tunnel)
}
