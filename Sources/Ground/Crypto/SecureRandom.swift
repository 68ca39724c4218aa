internal import COpenSSL

/// Random bytes from OpenSSL's generator, seeded by the kernel. One that fails stops the process: nothing weaker may stand in.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { unsafe fill($0) }
        return bytes
    }

    public static func uint64() -> UInt64 {
        var value: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &value) { unsafe fill($0) }
        return value
    }

    /// From the generator that is kept apart for keys and never feeds anything public.
    static func fill(_ target: UnsafeMutableRawBufferPointer) {
        guard let base = target.baseAddress, let count = Int32(exactly: target.count) else {
            unsafe precondition(target.isEmpty, "too many random bytes at once")
            return
        }
        let done = unsafe RAND_priv_bytes(base.assumingMemoryBound(to: UInt8.self), count) == 1
        precondition(done, "OpenSSL's random generator failed")
    }
}
