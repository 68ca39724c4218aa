internal import Bytes
internal import HTTP

/// The fields behind a request's body on their way to the lines of HTTP/1.1 behind its last chunk (RFC 9113 8.1). Used again for the
/// next stream's: blocks of fields do not interleave. nghttp2 has judged names and values before.
struct HTTP2Trailers {
    private var lines: [UInt8] = []
    private var count = 0
    /// They are more than a chunked body may have: nothing of them is kept.
    private(set) var isTooLarge = false

    mutating func removeAll() { self = HTTP2Trailers() }

    /// Takes the next field, in the order they came.
    mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        count += 1
        // The empty line behind them counts too.
        let bytes = lines.count + name.count + value.count + 6
        guard count <= ChunkedDecoder.trailerLinesMax, bytes <= ChunkedDecoder.trailerBytesMax, !isTooLarge else {
            lines = []
            isTooLarge = true
            return
        }
        lines.append(name)
        lines += Array(": ".utf8)
        lines.append(value)
        lines += [0x0D, 0x0A]
    }

    /// Hands the lines over.
    mutating func take() -> [UInt8] {
        defer { removeAll() }
        return lines
    }
}
