/// SHA-256 (FIPS 180-4) of one run of bytes. On a hot path keep a `SHA256Hasher` instead.
public enum SHA256 {
    public static func digest(_ bytes: Span<UInt8>) -> Digest256 {
        var hasher = SHA256Hasher()
        return hasher.digest(bytes)
    }
}
