internal import CNGHTTP2

/// Lists of fields as HTTP/2 carries them (RFC 7541): written as literals here, read by nghttp2's reader, which shares nothing with its
/// writer but the tables of the standard.
@safe final class HPACK {
    private var inflater: OpaquePointer?

    init() { _ = unsafe nghttp2_hd_inflate_new(&inflater) }

    deinit { unsafe nghttp2_hd_inflate_del(inflater) }

    /// Nothing when it cannot be read.
    func read(_ block: [UInt8]) -> [(name: String, value: String)]? {
        var fields: [(String, String)] = []
        var index = 0
        while true {
            var field = unsafe nghttp2_nv()
            var flags: Int32 = 0
            let count = unsafe block.withUnsafeBufferPointer {
                unsafe nghttp2_hd_inflate_hd2(
                    inflater, &field, &flags, $0.baseAddress?.advanced(by: index), $0.count - index, 1)
            }
            guard count >= 0 else { return nil }
            index += count
            if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 {
                fields.append(unsafe (Self.text(field.name, field.namelen), Self.text(field.value, field.valuelen)))
            }
            if flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0 {
                unsafe nghttp2_hd_inflate_end_headers(inflater)
                return fields
            }
            if count == 0, flags == 0 { return nil }
        }
    }

    private static func text(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// `form`: 0 without indexing, 0x10 never to be indexed, 0x40 with indexing.
    static func literal(_ name: String, _ value: String, form: UInt8) -> [UInt8] {
        [form] + string(name) + string(value)
    }

    private static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var (length, rest) = ([UInt8(127)], bytes.count - 127)
        while rest >= 128 {
            length.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return length + [UInt8(rest)] + bytes
    }
}
