// rooms: Bytes JSON Telemetry
import Bytes
import Telemetry

/// Any bytes as `traceparent`: what is understood is written as a value of version 00 that reads back the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTraceParent(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let parent = TraceParent(parsing: bytes.span) else { return 0 }
    var written = ByteBuffer()
    parent.append(to: &written)
    precondition(written.count == TraceParent.byteCount)
    precondition(TraceParent(parsing: written.span) == parent)
    return 0
}
