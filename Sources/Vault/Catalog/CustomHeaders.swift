internal import JSON

/// The custom headers of a source: `httpHeaderName1..n` in jsonData, each with the secret `httpHeaderValue1..n`.
///
/// As in Grafana (S28) the scan stops at the first missing name, a name without a value is skipped, and the lines
/// replace whatever else would stand in these fields. Beyond Grafana: a name must be a field name, and may not be one
/// that frames the message or belongs to one hop, because with it a source's settings could cut our own request in two;
/// `Host`, `Cookie` and `Authorization` are allowed, as in Grafana, since they only say what the source's admin may say
/// anyway.
struct CustomHeaders {
    struct Header: Equatable {
        let number: Int
        let name: String

        var nameKey: String { "httpHeaderName\(number)" }
        var secretKey: String { "httpHeaderValue\(number)" }
    }

    /// More than anybody needs; bounds the scan.
    static let countMax = 100
    static let nameBytesMax = 128

    let headers: [Header]

    init(_ jsonData: JSONValue) {
        var headers: [Header] = []
        for number in 1...Self.countMax {
            guard let name = jsonData["httpHeaderName\(number)"]?.stringValue, !name.isEmpty else { break }
            headers.append(Header(number: number, name: name))
        }
        self.headers = headers
    }

    /// What completes the sentence "NAME ...", or nothing when the name can stand in a request.
    static func problem(withName name: String, forbidden: Set<String> = []) -> String? {
        guard name.utf8.count <= nameBytesMax else { return "is longer than \(nameBytesMax) bytes" }
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else { return "is no header name" }
        let lowercased = name.lowercased()
        guard !framingNames.contains(lowercased), !forbidden.contains(lowercased) else {
            return "is a header that may not be set"
        }
        return nil
    }

    /// The same for a value: no control bytes, no space at either end.
    static func problem(withValue value: Span<UInt8>) -> String? {
        for index in 0..<value.count where (value[index] < 0x20 && value[index] != 0x09) || value[index] == 0x7F {
            return "holds control characters"
        }
        guard value.count > 0 else { return nil }
        guard !isBlank(value[0]), !isBlank(value[value.count - 1]) else { return "begins or ends with a space" }
        return nil
    }

    /// Hop-by-hop (RFC 9110, 7.6.1) and framing fields, and those that ask for another protocol.
    private static let framingNames: Set<String> = [
        "connection", "content-length", "expect", "http2-settings", "keep-alive", "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
