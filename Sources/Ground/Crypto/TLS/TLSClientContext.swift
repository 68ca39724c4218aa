internal import COpenSSL

/// All that connections to one data source have in common on the TLS side: whom to trust, who to be, which versions to speak. Made once,
/// used by every worker.
///
/// The private key exists only as OpenSSL's object, for as long as this and the sessions made of it. Two contexts are equal
/// when their settings are: a connection of one may serve the other.
@safe public final class TLSClientContext: @unchecked Sendable {
    // Sendable without a guard: OpenSSL counts references atomically, and nothing is set once `init` returns.
    let context: OpaquePointer
    public let identity: Digest256
    let verifies: Bool
    let serverName: String?

    /// Throws for a text that cannot be used.
    public init(_ settings: TLSClientSettings) throws(TLSMaterialError) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else { preconditionFailure("out of memory") }
        unsafe self.context = context
        identity = settings.identity
        verifies = !settings.skipsVerification
        serverName = settings.serverName
        let isLimited = unsafe hg_tls_limit(context) == 1
        let protocols = settings.protocols.flatMap { [UInt8($0.rawValue.utf8.count)] + Array($0.rawValue.utf8) }
        let hasProtocols = unsafe SSL_CTX_set_alpn_protos(context, protocols, UInt32(protocols.count)) == 0
        precondition(isLimited && hasProtocols, "OpenSSL refuses TLS 1.2 or ALPN")
        unsafe SSL_CTX_set_verify(context, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        try unsafe Self.trust(settings.authorities, context)
        switch (settings.clientCertificate, settings.clientKey) {
        case (nil, nil): return
        case (let certificate?, let key?): try unsafe TLSKeyPair.present(certificate, key, by: context)
        case (_?, nil), (nil, _?): throw .halfOfAPair
        }
    }

    deinit { unsafe SSL_CTX_free(context) }

    /// As Go's certificate pools take them: every certificate that can be read is trusted, be it an authority's own or one
    /// below; only a text without any is wrong.
    private static func trust(_ authorities: SecretBytes?, _ context: OpaquePointer) throws(TLSMaterialError) {
        guard let authorities else { return unsafe SSL_CTX_set1_cert_store(context, SystemAuthorities.store) }
        let store = unsafe SSL_CTX_get_cert_store(context)
        let found = unsafe PEM.readCertificates(authorities) { _ = unsafe X509_STORE_add_cert(store, $0) }
        guard found.count > 0 else { throw .authorities }
        _ = unsafe X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), UInt(X509_V_FLAG_PARTIAL_CHAIN))
    }
}

extension TLSClientContext: Hashable {
    public static func == (a: TLSClientContext, b: TLSClientContext) -> Bool { a.identity == b.identity }
    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}
