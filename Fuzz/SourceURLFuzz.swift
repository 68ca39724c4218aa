// rooms: Bytes HTTP
import HTTP

/// URLs of any text: what is taken has a host that reads back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSourceURL(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    guard let url = try? SourceURL(parsing: text) else { return 0 }
    let again = try? SourceURL(parsing: url.origin.description)
    precondition(again?.origin == url.origin)
    return 0
}
