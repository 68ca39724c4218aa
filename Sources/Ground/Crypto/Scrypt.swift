internal import COpenSSL

/// scrypt (RFC 7914). Takes the time and memory that `cost` says: never on a loop.
public enum Scrypt {
    /// `count` bytes. `library` when the machine has not the memory.
    public static func derive(
        password: Span<UInt8>, salt: Span<UInt8>, cost: ScryptCost, count: Int
    ) throws(CryptoError) -> SecretBytes {
        try unsafe SecretBytes(count: count) { target throws(CryptoError) in
            let done = unsafe password.withUnsafeBytes { password in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe EVP_PBE_scrypt(
                        password.assumingMemoryBound(to: CChar.self).baseAddress, password.count, salt.baseAddress,
                        salt.count,
                        1 << UInt64(cost.logN), UInt64(cost.blockSize), UInt64(cost.parallelism),
                        UInt64(cost.memoryBytes),
                        target.assumingMemoryBound(to: UInt8.self).baseAddress, target.count)
                }
            }
            guard done == 1 else { throw OpenSSL.drainedError() }
        }
    }
}
