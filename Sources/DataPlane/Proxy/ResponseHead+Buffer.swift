internal import Bytes
internal import HTTP

extension ResponseHead {
    /// The same as `parse` for all that a buffer holds. (A span of one of a worker's buffers cannot be formed while another part of
    /// the worker changes; a borrowed buffer can.)
    mutating func parse(
        in buffer: borrowing ByteBuffer, answering method: HTTPMethod, limits: HeadLimits, seenBefore: Int
    ) -> HeadProgress {
        parse(buffer.span, answering: method, limits: limits, seenBefore: seenBefore)
    }
}
