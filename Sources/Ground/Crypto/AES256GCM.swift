internal import Bytes
internal import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D): 32-byte key, 12-byte nonce, 16-byte tag behind the ciphertext.
///
/// A nonce is used once under a key; random ones are good for 2^32 seals.
public enum AES256GCM {
    public static let keyBytes = 32
    public static let nonceBytes = 12
    public static let tagBytes = 16

    /// The ciphertext, as long as `plain`, and the tag. Wrong sizes of key or nonce are a bug and stop.
    public static func seal(
        _ plain: Span<UInt8>, key: SecretBytes, nonce: [UInt8], authenticating associated: Span<UInt8>
    ) -> [UInt8] {
        precondition(key.count == keyBytes && nonce.count == nonceBytes)
        var sealed = [UInt8](repeating: 0, count: plain.count + tagBytes)
        let context = CipherContext()
        let isReady = context.start(.seal, key: key, nonce: nonce) && context.authenticate(associated)
        let isSealed = unsafe sealed.withUnsafeMutableBytes { target in
            unsafe isReady && context.convert(plain, to: target)
                && context.writeTag(to: UnsafeMutableRawBufferPointer(rebasing: target[plain.count...]))
        }
        precondition(isSealed, "OpenSSL's AES-256-GCM failed")
        return sealed
    }

    /// What `seal` was given. `authenticationFailed` for anything else than its unchanged result under the same key, nonce and
    /// associated data; no byte of the plaintext is shown before the tag was checked.
    public static func open(
        _ sealed: Span<UInt8>, key: SecretBytes, nonce: [UInt8], authenticating associated: Span<UInt8>
    ) throws(CryptoError) -> SecretBytes {
        precondition(key.count == keyBytes && nonce.count == nonceBytes)
        guard sealed.count >= tagBytes else { throw .authenticationFailed }
        let plainCount = sealed.count - tagBytes
        let context = CipherContext()
        guard context.start(.open, key: key, nonce: nonce), context.authenticate(associated) else {
            throw OpenSSL.drainedError()
        }
        return try unsafe SecretBytes(count: plainCount) { target throws(CryptoError) in
            guard unsafe context.convert(sealed.extracting(0..<plainCount), to: target) else {
                throw OpenSSL.drainedError()
            }
            guard context.verify(tag: sealed.extracting(plainCount..<sealed.count)) else {
                ERR_clear_error()
                throw .authenticationFailed
            }
        }
    }
}
