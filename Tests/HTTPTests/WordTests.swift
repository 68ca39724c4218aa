import HTTP
import Testing

@Suite struct WordTests {
    /// Each byte at each place of words that take one look, several, and a rest.
    @Test("A word is visible ASCII", arguments: [1, 7, 8, 9, 16, 27])
    func wordIsVisibleASCII(_ length: Int) {
        for place in 0..<length {
            for byte in UInt8.min...UInt8.max {
                var bytes = [UInt8](repeating: UInt8(ascii: "~"), count: length)
                bytes[place] = byte
                let isWord = bytes.span.isWord
                #expect(isWord == (0x21...0x7E).contains(byte), "\(byte) at \(place) of \(length)")
            }
        }
    }

    @Test func nothingIsNoWord() {
        let isWord = [UInt8]().span.isWord
        #expect(!isWord)
    }
}
