internal import Bytes
internal import CNGHTTP2
internal import HTTP

/// An answer's fields as HTTP/2 has them: `:status` first, names in lower case, nothing that speaks of a connection of HTTP/1.1 (RFC
/// 9113 8.2).
struct HTTP2FieldList {
    private var text: [UInt8] = []
    private var fields: [(name: Range<Int>, value: Range<Int>)] = []

    init(_ head: borrowing ResponseHead, _ bytes: Span<UInt8>) {
        text.reserveCapacity(512)
        add(name: ":status".utf8.span, value: String(head.status).utf8.span)
        for line in head.fields where Self.passes(line) {
            add(name: bytes.extracting(line.name.range), value: bytes.extracting(line.value.range))
        }
    }

    private static func passes(_ line: FieldLine) -> Bool {
        switch line.known {
        case .connection, .transferEncoding, .keepAlive, .upgrade, .proxyConnection: false
        default: true
        }
    }

    private mutating func add(name: Span<UInt8>, value: Span<UInt8>) {
        let nameStart = text.count
        for index in name.indices {
            let byte = name[index]
            text.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        let valueStart = text.count
        for index in value.indices { text.append(value[index]) }
        fields.append((nameStart..<valueStart, valueStart..<text.count))
    }

    /// Calls `body` with them as nghttp2 takes them, valid during the call only.
    func withFields<Result>(_ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result) -> Result {
        var text = text
        return unsafe text.withUnsafeMutableBufferPointer { text in
            let pairs = unsafe fields.map { field in
                unsafe nghttp2_nv(
                    name: text.baseAddress.map { unsafe $0 + field.name.lowerBound },
                    value: text.baseAddress.map { unsafe $0 + field.value.lowerBound },
                    namelen: field.name.count, valuelen: field.value.count,
                    flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
            }
            return unsafe pairs.withUnsafeBufferPointer { unsafe body($0) }
        }
    }
}
