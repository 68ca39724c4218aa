import Bytes
import Crypto
import Testing

@Suite struct SecureRandomTests {
    @Test func drawsDiffer() {
        #expect(Set((0..<100).map { _ in SecureRandom.uint64() }).count == 100)
        #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
        #expect(SecureRandom.bytes(0).isEmpty && SecureRandom.bytes(33).count == 33)
    }

    @Test func constantTimeComparisonComparesEverything() {
        let bytes = SecureRandom.bytes(40)
        #expect(constantTimeEquals(bytes.span, bytes.span) == true)
        #expect(constantTimeEquals([UInt8]().span, [UInt8]().span) == true)
        #expect(constantTimeEquals(bytes.span, bytes.span.extracting(0..<39)) == false)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x80
            #expect(constantTimeEquals(bytes.span, changed.span) == false)
        }
    }
}
