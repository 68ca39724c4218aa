internal import HTTP

/// How far the source's side of a call is. Next states: head → body → done, head → done.
enum ResponseDirection {
    case head
    case body(BodyRelay)
    case done
}
