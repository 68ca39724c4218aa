internal import COpenSSL

/// Who an end of a connection is: a certificate, those between it and its authority, and its key.
enum TLSKeyPair {
    /// Puts the pair, both as PEM, into `context`.
    static func present(
        _ certificate: SecretBytes, _ key: SecretBytes, by context: OpaquePointer
    ) throws(TLSMaterialError) {
        var isFirst = true
        var isUsed = true
        let found = unsafe PEM.readCertificates(certificate) { certificate in
            let result =
                unsafe isFirst
                ? SSL_CTX_use_certificate(context, certificate) : hg_tls_add_chain_certificate(context, certificate)
            isUsed = isUsed && result == 1
            isFirst = false
        }
        ERR_clear_error()
        guard found.count > 0, !found.anyUnreadable, isUsed else { throw .certificate }
        let problem: TLSMaterialError? = unsafe PEM.readKey(key, ifNone: .key) { key in
            unsafe SSL_CTX_use_PrivateKey(context, key) == 1 && SSL_CTX_check_private_key(context) == 1
                ? nil : .keyOfAnother
        }
        ERR_clear_error()
        if let problem { throw problem }
    }
}
