// rooms: Bytes HTTP
import HTTP

/// Answers of any bytes, whole and cut short.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzResponseHead(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    var head = ResponseHead()
    let whole = head.parse(bytes.span, answering: .get)
    let part = head.parse(bytes.span.extracting(0..<(count / 2)), answering: .get)
    switch (whole, part) {
    case (_, .incomplete): break
    default: precondition(whole == part)
    }
    return 0
}
