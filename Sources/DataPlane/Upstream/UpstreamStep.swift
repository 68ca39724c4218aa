/// What an event on a source's slot means for the call that it works for.
public enum UpstreamStep: Sendable, Equatable {
    case nothing
    /// The dial is done: send the request.
    case connected(exchange: Int)
    /// There is something to read, or room to write.
    case ready(exchange: Int)
    /// The slot is gone; the call has to know.
    case failed(exchange: Int, UpstreamError)
    /// The source's moment has passed while it had the call; the slot is still leased.
    case late(exchange: Int)
}
