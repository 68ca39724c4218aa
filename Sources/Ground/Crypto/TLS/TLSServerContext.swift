internal import COpenSSL

/// All that connections of callers have in common on the TLS side: the certificate they are shown, versions, ciphers, and the keys of their
/// tickets. Made once, used by every worker.
///
/// The keys of tickets are drawn when it is made and never change: a successor of it accepts no older ticket, and whoever
/// replaces it often keeps little readable with one key.
@safe public final class TLSServerContext: @unchecked Sendable {
    // Sendable without a guard: OpenSSL counts references atomically, and nothing is set once `init` returns.
    let context: OpaquePointer

    /// `certificate` and `key` are PEM; those between the certificate and its authority stand behind it. HTTP/1.1 is always
    /// offered, HTTP/2 before it with `offersHTTP2`. Without `givesTickets` callers of TLS 1.3 get nothing to shorten a later handshake by.
    /// Throws for a text that cannot be used.
    public init(
        certificate: SecretBytes, key: SecretBytes, offersHTTP2: Bool, givesTickets: Bool = true
    ) throws(TLSMaterialError) {
        guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { preconditionFailure("out of memory") }
        unsafe self.context = context
        let isLimited = unsafe hg_tls_limit(context) == 1 && hg_tls_serve(context, offersHTTP2 ? 1 : 0) == 1
        precondition(isLimited, "OpenSSL refuses TLS 1.2 or its ciphers")
        if !givesTickets { _ = unsafe SSL_CTX_set_num_tickets(context, 0) }
        try unsafe TLSKeyPair.present(certificate, key, by: context)
    }

    deinit { unsafe SSL_CTX_free(context) }
}
