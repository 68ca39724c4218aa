/// What follows the payload of a chunk on the wire (RFC 9112 7.1).
enum ChunkEnd {
    /// The line end of a chunk of `payload` bytes, and the last chunk when the body `ends` with it.
    static func text(payload: Int, ends: Bool) -> StaticString {
        switch (payload > 0, ends) {
        case (true, true): "\r\n0\r\n\r\n"
        case (true, false): "\r\n"
        case (false, true): "0\r\n\r\n"
        case (false, false): ""
        }
    }
}
