import Bytes
import Crypto
import TestSupport
import Testing

@Suite struct AES256GCMTests {
    struct Vector: Sendable {
        let key, nonce, plain, associated, sealed: String
    }

    private static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    private static let plain = """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """
    private static let cipher = """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
        """

    /// Test cases 13 to 16 of the GCM submission to NIST.
    @Test(arguments: [
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24), plain: "", associated: "",
            sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            plain: String(repeating: "0", count: 32), associated: "",
            sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plain: plain + "1aafd255", associated: "",
            sealed: cipher + "898015adb094dac5d93471bdec1a502270e3cc6c"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plain: plain,
            associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2", sealed: cipher + "76fc6ece0f4e1768cddf8853bb2d551b"),
    ])
    func publishedVectorsHold(_ vector: Vector) throws {
        let key = SecretBytes(copying: bytes(hex: vector.key).span)
        let (nonce, associated) = (bytes(hex: vector.nonce), bytes(hex: vector.associated))
        let sealed = AES256GCM.seal(
            bytes(hex: vector.plain).span, key: key, nonce: nonce, authenticating: associated.span)
        #expect(sealed == bytes(hex: vector.sealed))
        let opened = try AES256GCM.open(sealed.span, key: key, nonce: nonce, authenticating: associated.span)
        #expect(opened.withSpan { $0.copy() } == bytes(hex: vector.plain))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatWasSealedOpens(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let key = SecretBytes(copying: random.bytes(32).span)
            let plain = random.bytes(Int.random(in: 0...300, using: &random))
            let (nonce, associated) = (random.bytes(12), random.bytes(Int.random(in: 0...60, using: &random)))
            let sealed = AES256GCM.seal(plain.span, key: key, nonce: nonce, authenticating: associated.span)
            let opened = try AES256GCM.open(sealed.span, key: key, nonce: nonce, authenticating: associated.span)
            #expect(opened.withSpan { $0.copy() } == plain)
        }
    }

    @Test func everyFlippedBitIsRefused() {
        let key = SecretBytes(randomCount: 32)
        let (nonce, associated) = (SecureRandom.bytes(12), Array("where it belongs".utf8))
        let sealed = AES256GCM.seal(
            Array("secret".utf8).span, key: key, nonce: nonce, authenticating: associated.span)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: CryptoError.authenticationFailed) {
                    try AES256GCM.open(changed.span, key: key, nonce: nonce, authenticating: associated.span)
                }
            }
        }
        for index in associated.indices {
            var changed = associated
            changed[index] ^= 1
            #expect(throws: CryptoError.authenticationFailed) {
                try AES256GCM.open(sealed.span, key: key, nonce: nonce, authenticating: changed.span)
            }
        }
        for length in 0..<sealed.count {
            #expect(throws: CryptoError.authenticationFailed) {
                try AES256GCM.open(
                    sealed.span.extracting(0..<length), key: key, nonce: nonce, authenticating: associated.span)
            }
        }
    }
}
