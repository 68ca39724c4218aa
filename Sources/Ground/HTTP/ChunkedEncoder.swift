public import Bytes

/// Writes the framing of a chunked body (RFC 9112 7.1): size line, payload by the caller, line end; then the last chunk.
public enum ChunkedEncoder {
    /// Before the `count` bytes of a chunk. A chunk of 0 bytes would end the body: a caller with nothing to send sends nothing.
    public static func appendStart(of count: Int, to buffer: inout ByteBuffer) {
        precondition(count > 0)
        buffer.append(hexadecimal: UInt64(count))
        buffer.append("\r\n")
    }

    /// Behind the bytes of a chunk.
    public static func appendEnd(to buffer: inout ByteBuffer) { buffer.append("\r\n") }

    /// The end of the body. `trailers` are whole lines, each with its line end.
    public static func appendLast(trailers: [UInt8] = [], to buffer: inout ByteBuffer) {
        buffer.append("0\r\n")
        buffer.append(trailers)
        buffer.append("\r\n")
    }
}
