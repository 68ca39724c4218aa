import Bytes
import Crypto
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func publishedVectorsHold(_ message: String, _ digest: String) {
        #expect(SHA256.digest(Array(message.utf8).span).hexadecimal == digest)
        #expect(SHA256.digest(Array(message.utf8).span).bytes == bytes(hex: digest))
    }

    @Test func oneHasherDigestsAgainAndAgain() {
        var hasher = SHA256Hasher()
        let million = [UInt8](repeating: 0x61, count: 1_000_000)
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        for _ in 0..<3 {
            #expect(hasher.digest(million.span).hexadecimal == expected)
            #expect(hasher.digest([UInt8]().span) == SHA256.digest([UInt8]().span))
        }
    }

    @Test func digestsSurviveTheirBytes() {
        let digest = SHA256.digest(Array("abc".utf8).span)
        #expect(Digest256(bytes: digest.bytes.span) == digest)
        #expect(Set([digest, digest]).count == 1)
        for index in 0..<Digest256.byteCount {
            var changed = digest.bytes
            changed[index] ^= 1
            #expect(Digest256(bytes: changed.span) != digest)
        }
        #expect(Digest256(bytes: digest.bytes.span.extracting(0..<31)) == nil)
        #expect(Digest256(bytes: (digest.bytes + [0]).span) == nil)
    }
}
