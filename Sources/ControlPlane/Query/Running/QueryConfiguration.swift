/// The bounds of one query request.
public struct QueryConfiguration: Sendable {
    /// Queries of one request.
    public var queriesMax = 256
    /// Sources that are asked at a time for one request.
    public var sourcesAtOnce = 8

    public init() {}
}
