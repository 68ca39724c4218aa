import Bytes
import Crypto
import TestSupport
import Testing

@Suite struct Base64Tests {
    /// RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func publishedVectorsHold(_ plain: String, _ text: String) {
        #expect(Base64.encode(Array(plain.utf8).span) == text)
        #expect(Base64.decode(Array(text.utf8).span) == Array(plain.utf8))
        #expect(Base64.decode(Array(text.utf8.filter { $0 != 0x3D }).span) == Array(plain.utf8))
    }

    @Test func everyDigitOfTheAlphabetIsItself() {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max {
            let decoded = Base64.decode(Array([0x41, byte, 0x41, 0x41]).span)
            guard let value = alphabet.firstIndex(of: byte) else {
                #expect(decoded == nil)
                continue
            }
            #expect(decoded == [UInt8(value >> 4), UInt8(value << 4 & 0xFF), 0])
        }
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg===", "Zg==Zg==", "Z=g=", "=Zg=", "=", "==", "====", "Zh==", "Zm9=", "Zm9", "Zm9vZ", " Zg==",
        "Zg==\n",
        "Zm9v\n", "Zm\n9v", "Zm-_", "Zm9v====", "Zm9vY===", "Zm9v\0", "é===",
    ])
    func looseFormsAreRefused(_ text: String) {
        var buffer = ByteBuffer()
        buffer.append("kept")
        #expect(Base64.decode(Array(text.utf8).span) == nil)
        let isDecoded = Base64.appendDecoded(Array(text.utf8).span, to: &buffer)
        #expect(!isDecoded)
        #expect(buffer.span.validatedString() == "kept")
    }

    @Test func whatWasEncodedDecodes() {
        var random = SeededGenerator(seed: 4)
        for count in 0..<200 {
            let plain = random.bytes(count)
            let text = Base64.encode(plain.span)
            #expect(Base64.decode(Array(text.utf8).span) == plain)
        }
    }

    @Test func aSecretGoesStraightIntoAConfidentialBuffer() {
        let secret = SecretBytes(copying: Array("user:password".utf8).span)
        var buffer = ByteBuffer(kind: .confidential)
        buffer.append("Basic ")
        secret.withSpan { Base64.append($0, to: &buffer) }
        #expect(buffer.span.validatedString() == "Basic dXNlcjpwYXNzd29yZA==")
    }
}
