/// What one query came to: frames, an error, or both.
public struct QueryResult: Sendable {
    /// Nothing is written differently from an empty list: not at all.
    public var frames: [DataFrame]?
    public var error: QueryError?

    public init(frames: [DataFrame]? = [], error: QueryError? = nil) {
        self.frames = frames
        self.error = error
    }

    public static func failed(_ error: QueryError, frames: [DataFrame]? = []) -> QueryResult {
        QueryResult(frames: frames, error: error)
    }
}
