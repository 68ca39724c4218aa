import Crypto
import TestSupport

extension TLSAuthority {
    /// What a worker shows callers that speak TLS, HTTP/2 among what it offers.
    func serverContext() throws -> TLSServerContext {
        try TLSServerContext(
            certificate: SecretBytes(copying: try text("server.pem").utf8.span),
            key: SecretBytes(copying: try text("server.key").utf8.span), offersHTTP2: true)
    }
}
