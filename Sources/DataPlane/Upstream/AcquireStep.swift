/// What came of asking for a connection.
public enum AcquireStep: Sendable, Equatable {
    /// This slot is connected; `isReused` when it carried a call before.
    case connected(slot: Int, isReused: Bool)
    /// This slot will be connected, or fail, later: `UpstreamStep` tells.
    case underWay(slot: Int)
    case failed(UpstreamError)
}
