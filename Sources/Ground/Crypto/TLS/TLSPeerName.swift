internal import COpenSSL

/// Who the other side has to be. Decided before a byte is sent, so that an odd name can match nothing by accident.
enum TLSPeerName {
    /// A host name in the form that certificates have: no dot at its end.
    case name(String)
    case address(String)
    /// No certificate can be for this.
    case impossible

    init(_ text: String) {
        let isAddress = unsafe text.withCString { text in
            let address = unsafe a2i_IPADDRESS(text)
            unsafe ASN1_OCTET_STRING_free(address)
            return unsafe address != nil
        }
        ERR_clear_error()
        if isAddress && !text.utf8.contains(0) {
            self = .address(text)
            return
        }
        let name = text.hasSuffix(".") ? String(text.dropLast()) : text
        self = Self.isHostName(name) ? .name(name) : .impossible
    }

    /// RFC 1123 with underscores, which real networks use. A dot at its start would mean any name below to OpenSSL.
    private static func isHostName(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 253, text.utf8.first != UInt8(ascii: ".") else { return false }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                continue
            default: return false
            }
        }
        return true
    }
}
