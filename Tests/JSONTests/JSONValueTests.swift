import Bytes
import Glibc
import JSON
import Testing

@Suite struct JSONValueTests {
    @Test("What is written is read back, and written the same again", arguments: 0..<200 as Range<UInt64>)
    func randomValuesSurvive(_ seed: UInt64) throws {
        var source = RandomValues(seed: seed)
        let value = source.value(depth: 6)
        let text = written(value)
        #expect(try parsed(text) == value)
        #expect(written(try parsed(text)) == text)
        let document = try document(text)
        #expect(document.value(document.root) == value)
    }

    @Test("Every byte flipped and every cut is parsed or refused", arguments: 0..<8 as Range<UInt64>)
    func damagedTextsNeverTrap(_ seed: UInt64) throws {
        var source = RandomValues(seed: seed)
        let text = Array(written(source.value(depth: 4)).utf8)
        for offset in text.indices {
            var damaged = text
            damaged[offset] ^= UInt8(truncatingIfNeeded: 1 << (source.next() % 8))
            if let value = try? JSONValue(parsing: damaged.span) { #expect(try parsed(written(value)) == value) }
            _ = refusal(of: Array(text[..<offset]))
        }
    }

    @Test func equalityCountsTextAndOrder() throws {
        #expect(try parsed("1") != parsed("1.0"))
        #expect(try parsed("{\"a\":1,\"b\":2}") != parsed("{\"b\":2,\"a\":1}"))
        #expect(try parsed("[null]") != parsed("[false]"))
        #expect(try parsed(" [ 1 ] ") == [1])
    }

    @Test("A-154: the deepest value that limits can allow is read, compared, written and freed on 512 KiB of stack")
    func deepestValueFitsASmallStack() throws {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 512 << 10)
        var thread = pthread_t()
        let started = pthread_create(
            &thread, &attributes,
            { _ in
                let limits = JSONLimits(depthMax: .max)
                let text = String(repeating: "[{\"a\":", count: 256) + "0" + String(repeating: "}]", count: 256)
                if let value = try? JSONValue(parsing: text.utf8.span, limits: limits), value == value,
                    written(value) == text
                {
                    return UnsafeMutableRawPointer(bitPattern: 1)
                }
                return nil
            }, nil)
        try #require(started == 0)
        var result: UnsafeMutableRawPointer?
        pthread_join(thread, &result)
        #expect(result != nil)
    }
}
