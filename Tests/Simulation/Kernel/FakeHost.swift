/// What a host does with a dial. Times in nanoseconds.
public enum DialAnswer: Sendable {
    case accept(after: Int)
    case refuse(after: Int)
    case unreachable(after: Int)
    /// The packets go nowhere: Linux would give up after two minutes.
    case never
}

/// A scripted machine that can be dialled.
public protocol FakeHost: AnyObject {
    func answerDial(from endpoint: Endpoint) -> DialAnswer
    /// A connection of this host's; the host sets itself or another actor on it.
    func accepted(_ endpoint: Endpoint) -> any EndpointActor
}
