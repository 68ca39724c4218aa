internal import Bytes
internal import CNGHTTP2
internal import HTTP

/// An answer's fields as HTTP/2 has them: `:status` first, nothing that speaks of a connection of HTTP/1.1 (RFC 9113 8.2). nghttp2 writes
/// names in lower case.
enum HTTP2FieldList {
    /// Calls `body` with the status and the fields of the head that `bytes` begin with, valid during the call only.
    static func withFields<Result>(
        _ fields: [FieldLine], ofHead bytes: Span<UInt8>, _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        let name: StaticString = ":status"
        return unsafe bytes.withUnsafeBufferPointer { source in
            let first = unsafe field(
                UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount),
                UnsafeBufferPointer(rebasing: source[ResponseHead.statusRange]))
            return unsafe withFields(first, fields, source, body)
        }
    }

    /// The same for trailers, which say nothing of a status.
    static func withFields<Result>(
        _ trailers: TrailerSection, _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        let bytes = trailers.bytes
        return unsafe bytes.withUnsafeBufferPointer { unsafe withFields(nil, trailers.fields, $0, body) }
    }

    private static func withFields<Result>(
        _ first: nghttp2_nv?, _ lines: [FieldLine], _ source: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: lines.count + 1) { fields in
            var count = 0
            if let first = unsafe first {
                unsafe fields.initializeElement(at: 0, to: first)
                count = 1
            }
            // By index: an iterator would count a reference.
            for index in lines.indices where passes(lines[index]) {
                let line = lines[index]
                unsafe fields.initializeElement(
                    at: count,
                    to: field(
                        UnsafeBufferPointer(rebasing: source[line.name.range]),
                        UnsafeBufferPointer(rebasing: source[line.value.range])))
                count += 1
            }
            return unsafe body(UnsafeBufferPointer(rebasing: fields[..<count]))
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
