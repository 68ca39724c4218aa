/// One control-plane call, as a fact worth counting.
public struct WebObservation: Sendable, Equatable {
    /// Its place in `WebPlane.endpoints`; nothing when the call met none.
    public let endpoint: Int?
    public let status: Int
    /// From the whole request to its answer.
    public let microseconds: UInt64
}
