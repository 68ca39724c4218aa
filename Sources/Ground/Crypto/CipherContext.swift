internal import Bytes
internal import COpenSSL

/// One run of AES-256-GCM through OpenSSL. Its key schedule is wiped by OpenSSL when the context is freed.
@safe struct CipherContext: ~Copyable {
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    private let context: OpaquePointer

    init() {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        unsafe self.context = context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    borrowing func start(_ direction: Direction, key: SecretBytes, nonce: [UInt8]) -> Bool {
        unsafe key.withBytes { key in
            let key = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
            return unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe EVP_CipherInit_ex2(context, OpenSSL.aes256GCM, key, nonce.baseAddress, direction.rawValue, nil)
                    == 1
            }
        }
    }

    borrowing func authenticate(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe update(to: nil, from: bytes)
        }
    }

    /// Writes as many bytes to `target` as `source` has.
    borrowing func convert(_ source: Span<UInt8>, to target: UnsafeMutableRawBufferPointer) -> Bool {
        precondition(target.count >= source.count)
        return unsafe source.withUnsafeBufferPointer { source in
            unsafe update(to: target.assumingMemoryBound(to: UInt8.self).baseAddress, from: source)
        }
    }

    /// Ends a seal and writes the tag to the front of `target`.
    borrowing func writeTag(to target: UnsafeMutableRawBufferPointer) -> Bool {
        precondition(target.count >= AES256GCM.tagBytes)
        return unsafe finish()
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(AES256GCM.tagBytes), target.baseAddress) == 1
    }

    /// Ends an open; false when `tag` does not belong to what was authenticated and converted.
    borrowing func verify(tag: Span<UInt8>) -> Bool {
        var tag = tag.copy()
        let isSet = unsafe tag.withUnsafeMutableBytes { tag in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), tag.baseAddress) == 1
        }
        return isSet && finish()
    }

    private borrowing func update(
        to target: UnsafeMutablePointer<UInt8>?, from source: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard !source.isEmpty else { return true }
        guard let count = Int32(exactly: source.count) else { return false }
        var written: Int32 = 0
        return unsafe EVP_CipherUpdate(context, target, &written, source.baseAddress, count) == 1 && written == count
    }

    private borrowing func finish() -> Bool {
        // GCM writes nothing here, but OpenSSL wants a place.
        var none: (UInt64, UInt64) = (0, 0)
        var written: Int32 = 0
        return unsafe withUnsafeMutableBytes(of: &none) { none in
            let target = unsafe none.assumingMemoryBound(to: UInt8.self).baseAddress
            return unsafe EVP_CipherFinal_ex(context, target, &written) == 1
        }
    }
}
