internal import COpenSSL

/// The two runs hold the same bytes; takes the same time wherever they differ. Their lengths are no secret.
public func constantTimeEquals(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return unsafe a.withUnsafeBytes { a in
        unsafe b.withUnsafeBytes { b in
            guard let mine = a.baseAddress, let theirs = b.baseAddress else { return true }
            return unsafe CRYPTO_memcmp(mine, theirs, a.count) == 0
        }
    }
}
