import Bytes
import HTTP

/// Bodies of any bytes, at once and byte by byte: both ways give the same payload.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunked(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    precondition(payload([bytes]) == payload(bytes.map { [$0] }))
    return 0
}

private func payload(_ pieces: [[UInt8]]) -> [UInt8]? {
    var decoder = ChunkedDecoder()
    var payload: [UInt8] = []
    for piece in pieces {
        var buffer = ByteBuffer()
        buffer.append(piece)
        guard case .decoded(let count, _, let ended) = decoder.decode(&buffer, in: 0..<piece.count) else { return nil }
        payload += buffer.span.extracting(0..<count).copy()
        if ended { break }
    }
    return payload
}
