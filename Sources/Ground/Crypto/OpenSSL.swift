internal import COpenSSL

/// The algorithms this room uses, each looked up once: OpenSSL 3.0 searches its providers at every use of a name.
///
/// A library without one of them cannot serve at all, so its absence stops the process at first use.
enum OpenSSL {
    nonisolated(unsafe) static let sha256: OpaquePointer = unsafe fetched(EVP_MD_fetch(nil, "SHA256", nil))
    nonisolated(unsafe) static let aes256GCM: OpaquePointer = unsafe fetched(EVP_CIPHER_fetch(nil, "AES-256-GCM", nil))

    /// An HMAC context set to SHA-256, without a key: to be duplicated, never used itself.
    nonisolated(unsafe) static let hmacSHA256: OpaquePointer = {
        let context = unsafe fetched(EVP_MAC_CTX_new(fetched(EVP_MAC_fetch(nil, "HMAC", nil))))
        var name = Array("SHA256".utf8CString)
        // A parameter keeps the pointers to its key and its value.
        let isSet = unsafe "digest".withCString { key in
            unsafe name.withUnsafeMutableBufferPointer { name in
                let parameters = unsafe [
                    OSSL_PARAM_construct_utf8_string(key, name.baseAddress, 0), OSSL_PARAM_construct_end(),
                ]
                return unsafe EVP_MAC_CTX_set_params(context, parameters) == 1
            }
        }
        precondition(isSet, "OpenSSL refuses HMAC with SHA-256")
        return unsafe context
    }()

    /// Empties this thread's error queue, which a step of TLS must find empty (SSL_get_error(3)). It nearly always is.
    static func clearErrors() {
        if ERR_peek_error() != 0 { ERR_clear_error() }
    }

    /// Empties this thread's error queue and translates its oldest entry.
    static func drainedError() -> CryptoError {
        let code = ERR_get_error()
        ERR_clear_error()
        return .library(reason: Int(hg_err_reason(code)))
    }

    private static func fetched(_ pointer: OpaquePointer?) -> OpaquePointer {
        guard let pointer = unsafe pointer else {
            preconditionFailure("OpenSSL lacks an algorithm that Headgate needs")
        }
        return unsafe pointer
    }
}
