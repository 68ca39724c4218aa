import Bytes
import HTTP

/// Bodies of any bytes, at once and byte by byte: both ways give the same payload and the same trailers, which are whole lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunked(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let (whole, bytewise) = (body([bytes]), body(bytes.map { [$0] }))
    precondition(whole == bytewise)
    if let whole, whole.hasEnded { precondition(TrailerSection(whole.trailers) != nil, "trailers that are no lines") }
    return 0
}

private struct Body: Equatable {
    var payload: [UInt8] = []
    var trailers: [UInt8] = []
    var hasEnded = false
}

private func body(_ pieces: [[UInt8]]) -> Body? {
    var decoder = ChunkedDecoder(keepsTrailers: true)
    var body = Body()
    for piece in pieces {
        var buffer = ByteBuffer()
        buffer.append(piece)
        guard case .decoded(let count, _, let ended) = decoder.decode(&buffer, in: 0..<piece.count) else { return nil }
        body.payload += buffer.span.extracting(0..<count).copy()
        body.hasEnded = ended
        if ended { break }
    }
    body.trailers = decoder.trailers
    return body
}
