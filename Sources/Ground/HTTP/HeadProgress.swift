/// What parsing the bytes received so far came to.
public enum HeadProgress: Sendable, Equatable {
    /// The head is whole; the body or the next message begins at `headBytes`.
    case complete(headBytes: Int)
    /// More bytes are needed; what the head holds now means nothing.
    case incomplete
    case refused(HeadError)
}

/// How the parsers leave early.
enum HeadStop: Error {
    case incomplete
    case refused(HeadError)
}
