internal import COpenSSL

/// The machine's own certificate authorities: OpenSSL's default file and directory, or `SSL_CERT_FILE` and `SSL_CERT_DIR`.
///
/// One store for all contexts, made when the first needs it: the bundle is some 140 certificates, 10 ms and 1 MB. A
/// directory is asked during a handshake for the authority in question, a file of some KiB that is then kept.
enum SystemAuthorities {
    nonisolated(unsafe) static let store: OpaquePointer = {
        guard let store = unsafe X509_STORE_new() else { preconditionFailure("out of memory") }
        // A machine without any trusts nobody, which is what the calls will say.
        _ = unsafe X509_STORE_set_default_paths(store)
        ERR_clear_error()
        return unsafe store
    }()
}
