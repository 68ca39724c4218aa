/// Where a body ends (RFC 9112 6.3).
public enum BodyFraming: Sendable, Equatable {
    /// There is no body.
    case none
    /// It has this many bytes, at most 2^63-1; 0 when Content-Length says so.
    case length(UInt64)
    case chunked
    /// It ends with the connection; answers only.
    case untilClose
}
