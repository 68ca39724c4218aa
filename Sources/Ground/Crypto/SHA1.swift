internal import COpenSSL

/// SHA-1 (FIPS 180-4) where a protocol asks for it and nothing depends on its strength: the handshake of WebSocket.
public enum SHA1 {
    /// 20 bytes.
    public static func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 20)
        let done = unsafe bytes.withUnsafeBytes { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, EVP_sha1(), nil) == 1
            }
        }
        precondition(done, "OpenSSL's SHA-1 failed")
        return digest
    }
}
