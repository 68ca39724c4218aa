// rooms: Bytes HTTP
import HTTP

/// Requests of any bytes, whole and cut short: the parser answers, and a prefix never says more than the whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequestHead(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    var head = RequestHead()
    let whole = head.parse(bytes.span)
    let part = head.parse(bytes.span.extracting(0..<(count / 2)))
    switch (whole, part) {
    case (_, .incomplete): break
    default: precondition(whole == part)
    }
    return 0
}
