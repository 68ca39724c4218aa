internal import Bytes
internal import CNGHTTP2
internal import HTTP

/// An answer's fields as HTTP/2 has them: `:status` first, nothing that speaks of a connection of HTTP/1.1 (RFC 9113 8.2). nghttp2 writes
/// names in lower case.
enum HTTP2FieldList {
    /// Calls `body` with the fields of `head`, whose bytes are `bytes`, valid during the call only.
    static func withFields<Result>(
        _ head: borrowing ResponseHead, _ bytes: Span<UInt8>, _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        let status = Array(String(head.status).utf8)
        let lines = head.fields
        return unsafe status.withUnsafeBufferPointer { status in
            let name: StaticString = ":status"
            let first = unsafe field(
                UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), status)
            return unsafe withFields([first], lines, bytes, body)
        }
    }

    /// The same for trailers, which say nothing of a status.
    static func withFields<Result>(
        _ trailers: TrailerSection, _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        let bytes = trailers.bytes
        return unsafe withFields([], trailers.fields, bytes.span, body)
    }

    private static func withFields<Result>(
        _ first: [nghttp2_nv], _ lines: [FieldLine], _ bytes: Span<UInt8>,
        _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        var fields = unsafe first
        unsafe fields.reserveCapacity(lines.count + 1)
        return unsafe bytes.withUnsafeBufferPointer { source in
            for line in lines where passes(line) {
                unsafe fields.append(
                    field(
                        UnsafeBufferPointer(rebasing: source[line.name.range]),
                        UnsafeBufferPointer(rebasing: source[line.value.range])))
            }
            return unsafe fields.withUnsafeBufferPointer { unsafe body($0) }
        }
    }

    private static func passes(_ line: FieldLine) -> Bool {
        switch line.known {
        case .connection, .transferEncoding, .keepAlive, .upgrade, .proxyConnection: false
        default: true
        }
    }

    /// nghttp2 takes copies and changes nothing.
    private static func field(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) -> nghttp2_nv {
        unsafe nghttp2_nv(
            name: UnsafeMutablePointer(mutating: name.baseAddress),
            value: UnsafeMutablePointer(mutating: value.baseAddress), namelen: name.count, valuelen: value.count,
            flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
    }
}
