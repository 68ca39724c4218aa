internal import Bytes

/// The URL of a data source, read by the one strict parser: what is checked, shown as destination and dialled is this value,
/// never the text again.
///
/// A text without a scheme is taken as `http://` as in Grafana; the fragment is dropped. Userinfo is flagged and not kept:
/// whoever saves a source refuses it.
public struct SourceURL: Sendable, Equatable {
    /// Grafana 12 stops at 255; longer ones are in use behind gateways.
    public static let bytesMax = 2_048

    public let origin: Origin
    /// Escaped as configured; empty, or from its first slash on.
    public let basePath: [UInt8]
    /// Escaped as configured, without its `?`; empty when there is none.
    public let baseQuery: [UInt8]
    /// There was an `@` in the authority.
    public let hasUserInfo: Bool

    public init(parsing text: String) throws(SourceURLError) {
        let bytes = Array(text.utf8)
        try Self.checkBytes(bytes.span)
        let (scheme, start) = try Self.scheme(bytes.span)
        let authorityEnd = Self.firstOffset(bytes.span, from: start) { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 }
        let pathEnd = Self.firstOffset(bytes.span, from: authorityEnd) { $0 == 0x3F || $0 == 0x23 }
        let queryEnd = Self.firstOffset(bytes.span, from: pathEnd) { $0 == 0x23 }

        var hostStart = start
        for index in start..<authorityEnd where bytes[index] == 0x40 { hostStart = index + 1 }
        hasUserInfo = hostStart > start
        let (host, hostEnd) = try HostText.parse(bytes.span.extracting(hostStart..<authorityEnd))
        let port = try Self.port(bytes.span.extracting((hostStart + hostEnd)..<authorityEnd), scheme)
        origin = Origin(scheme: scheme, host: host, port: port)

        let path = bytes.span.extracting(authorityEnd..<pathEnd)
        do throws(ProxyPathError) { try ProxyPath.check(path) } catch { throw .badPath(error) }
        basePath = path.copy()
        baseQuery = pathEnd < queryEnd ? bytes.span.extracting((pathEnd + 1)..<queryEnd).copy() : []
    }

    /// What no part of a URL may hold.
    private static func checkBytes(_ bytes: Span<UInt8>) throws(SourceURLError) {
        guard bytes.count <= bytesMax else { throw .tooLong }
        var isBlank = true
        for index in bytes.indices where bytes[index] != 0x20 && bytes[index] &- 0x09 > 4 { isBlank = false }
        guard !isBlank else { throw .empty }
        for index in bytes.indices {
            switch bytes[index] {
            case 0...0x20, 0x7F: throw .control
            case 0x5C: throw .backslash
            case 0x80...: throw .notASCII
            default: break
            }
        }
    }

    /// Says where the authority begins. Grafana's rule: there is a scheme when the first colon is followed by `//`.
    private static func scheme(_ bytes: Span<UInt8>) throws(SourceURLError) -> (Origin.Scheme, start: Int) {
        guard let colon = bytes.firstOffset(of: 0x3A) else { return (.http, 0) }
        guard bytes.extracting(colon..<bytes.count).starts(with: "://") else { return (.http, 0) }
        let scheme = bytes.extracting(0..<colon)
        if scheme.equalsIgnoringCase("http") { return (.http, colon + 3) }
        if scheme.equalsIgnoringCase("https") { return (.https, colon + 3) }
        throw scheme.count == 0 ? .noScheme : .badScheme
    }

    /// The port in what follows a host: nothing, or a colon and a number without leading zeros.
    private static func port(_ rest: Span<UInt8>, _ scheme: Origin.Scheme) throws(SourceURLError) -> UInt16 {
        if rest.count == 0 { return scheme.defaultPort }
        guard rest[0] == 0x3A, rest.count > 1, rest[1] != 0x30 else { throw .badPort }
        guard let port = HostGrammar.port(rest.extracting(1..<rest.count)) else { throw .badPort }
        return port
    }

    private static func firstOffset(_ bytes: Span<UInt8>, from start: Int, where matches: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, !matches(bytes[index]) { index += 1 }
        return index
    }
}
