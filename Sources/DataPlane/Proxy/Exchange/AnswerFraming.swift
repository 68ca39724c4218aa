/// How an answer's body goes to the caller.
enum AnswerFraming {
    /// As many bytes as the head says, or none.
    case length
    case chunked
    /// To a caller that knows no chunks: the connection's end is the body's.
    case untilClose
}
