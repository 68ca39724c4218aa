/// What an event on a source's slot means for what it works for.
public enum UpstreamStep: Sendable, Equatable {
    case nothing
    /// The dial is done: send the request.
    case connected(Lessee)
    /// There is something to read, or room to write.
    case ready(Lessee)
    /// The slot is gone; the call has to know.
    case failed(Lessee, UpstreamError)
    /// The source's moment has passed while it had the call; the slot is still leased.
    case late(Lessee)
}
