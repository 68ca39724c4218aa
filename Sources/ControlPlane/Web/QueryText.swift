internal import HTTP

/// One name or value of an `application/x-www-form-urlencoded` query (WHATWG URL, section 5).
enum QueryText {
    /// Nothing when an escape is broken or the bytes are not UTF-8.
    static func decode(_ text: Substring) -> String? {
        let bytes = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return PercentCoding.decode(bytes.span)
    }
}
