internal import HTTP

/// How far the caller's side of a call is. Next states: body → sent, body → abandoned.
enum RequestDirection {
    case body(BodyRelay)
    /// All of it is with the source's stream.
    case sent
    /// The source would not take the rest; its answer may still come.
    case abandoned
}
