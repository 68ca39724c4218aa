internal import Crypto

/// What callers that speak TLS bring to a handshake.
struct CallerContexts {
    let http11: TLSClientContext
    let http2: TLSClientContext

    init() throws {
        http11 = try Self.make([.http11])
        http2 = try Self.make([.http2, .http11])
    }

    private static func make(_ protocols: [TLSProtocol]) throws -> TLSClientContext {
        var settings = TLSClientSettings()
        settings.skipsVerification = true
        settings.protocols = protocols
        return try TLSClientContext(settings)
    }
}
