/// Where a body ends (RFC 9112 6.3).
public enum BodyFraming: Sendable, Equatable {
    /// There is no body.
    case none
    /// It has this many bytes, at most 2^63-1; 0 when Content-Length says so.
    case length(UInt64)
    case chunked
    /// It ends with the connection; answers only.
    case untilClose

    /// Of an answer with `status` to a request with `method`, by what its head says of its body (RFC 9112 6.3).
    init(ofAnswer status: Int, to method: HTTPMethod, isChunked: Bool, length: UInt64?) {
        if method == .head || status < 200 || status == 204 || status == 304 {
            self = .none
        } else if isChunked {
            self = .chunked
        } else {
            self = length.map { .length($0) } ?? .untilClose
        }
    }
}
