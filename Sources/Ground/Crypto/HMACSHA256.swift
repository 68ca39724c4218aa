internal import COpenSSL

/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
    public static func code(_ message: Span<UInt8>, key: SecretBytes) -> Digest256 {
        guard let context = unsafe EVP_MAC_CTX_dup(OpenSSL.hmacSHA256) else { preconditionFailure("out of memory") }
        defer { unsafe EVP_MAC_CTX_free(context) }
        var code = [UInt8](repeating: 0, count: Digest256.byteCount)
        var done = unsafe key.withBytes { key in
            unsafe EVP_MAC_init(context, key.assumingMemoryBound(to: UInt8.self).baseAddress, key.count, nil) == 1
        }
        done = unsafe message.withUnsafeBufferPointer { message in
            unsafe done && EVP_MAC_update(context, message.baseAddress, message.count) == 1
        }
        done = unsafe code.withUnsafeMutableBufferPointer { output in
            var written = 0
            return unsafe done && EVP_MAC_final(context, output.baseAddress, &written, output.count) == 1
        }
        guard done, let digest = Digest256(bytes: code.span) else { preconditionFailure("OpenSSL's HMAC failed") }
        return digest
    }
}
