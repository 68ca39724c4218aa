/// What a route adds to a call, if it can.
public enum RouteCredentials: Sendable {
    case ready(RouteEdits)
    /// A secret could not be opened: nothing may be forwarded, least of all without it.
    case sealedShut
}
