internal import COpenSSL

/// SHA-256 with a context of its own that is used again and again: no allocation a call. One owner, one thread at a time.
@safe public struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer
    private var isReady = false

    public init() {
        guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    public mutating func digest(_ bytes: Span<UInt8>) -> Digest256 {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        // The first start binds the algorithm; later ones only reset the state.
        var done = unsafe EVP_DigestInit_ex2(context, isReady ? nil : OpenSSL.sha256, nil) == 1
        isReady = true
        done = unsafe bytes.withUnsafeBytes { unsafe done && EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        done = unsafe withUnsafeMutableBytes(of: &words) { output in
            let target = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe done && EVP_DigestFinal_ex(context, target, nil) == 1
        }
        precondition(done, "OpenSSL's SHA-256 failed")
        return Digest256(words: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian))
    }
}
