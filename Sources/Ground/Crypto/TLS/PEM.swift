internal import COpenSSL

/// Reads certificates and keys from PEM texts where they lie: no copy of a key but OpenSSL's own object.
enum PEM {
    /// Calls `body` with each certificate of `text`, valid during the call only. Blocks of other kinds are passed over.
    /// Says how many there were and whether one could not be read.
    static func readCertificates(
        _ text: SecretBytes, _ body: (OpaquePointer) -> Void
    ) -> (count: Int, anyUnreadable: Bool) {
        unsafe withReader(text, ifNone: (0, true)) { reader in
            var (count, anyUnreadable) = (0, false)
            var left = unsafe hg_bio_pending(reader)
            while left > 0 {
                ERR_clear_error()
                if let certificate = unsafe hg_pem_read_certificate(reader) {
                    count += 1
                    unsafe body(certificate)
                    unsafe X509_free(certificate)
                } else {
                    if isEnd(ERR_peek_last_error()) { break }
                    anyUnreadable = true
                }
                // A block that cannot be read is behind the reader now; were it not, this would go on for ever.
                let rest = unsafe hg_bio_pending(reader)
                guard rest < left else { break }
                left = rest
            }
            ERR_clear_error()
            return (count, anyUnreadable)
        }
    }

    /// Calls `body` with the first private key of `text`, valid during the call only; `none` when there is none that opens
    /// without a passphrase.
    static func readKey<Result>(_ text: SecretBytes, ifNone none: Result, _ body: (OpaquePointer) -> Result) -> Result {
        unsafe withReader(text, ifNone: none) { reader in
            defer { ERR_clear_error() }
            guard let key = unsafe hg_pem_read_key(reader) else { return none }
            defer { unsafe EVP_PKEY_free(key) }
            return unsafe body(key)
        }
    }

    private static func isEnd(_ code: UInt) -> Bool {
        hg_err_library(code) == Int32(HG_PEM_LIBRARY) && hg_err_reason(code) == PEM_R_NO_START_LINE
    }

    private static func withReader<Result>(
        _ text: SecretBytes, ifNone none: Result, _ body: (OpaquePointer) -> Result
    ) -> Result {
        unsafe text.withBytes { bytes in
            guard let count = Int32(exactly: bytes.count), count > 0,
                let reader = unsafe BIO_new_mem_buf(bytes.baseAddress, count)
            else { return none }
            defer { unsafe BIO_free(reader) }
            return unsafe body(reader)
        }
    }
}
