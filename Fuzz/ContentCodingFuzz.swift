// rooms: Compression
import Compression

/// Any bytes as a coded body: the first one picks the coding. Nothing traps, and nothing is larger than its bound.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzContentCoding(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let coding: ContentCoding = first & 1 == 0 ? .gzip : .deflate
    let bytesMax = 1 << 20
    if let decoded = try? coding.decode(Array(bytes.dropFirst()), bytesMax: bytesMax) {
        precondition(decoded.count <= bytesMax)
    }
    return 0
}
