import Bytes
import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test(
        "Strings are escaped as Go's encoding/json does",
        arguments: [
            ("", "\"\""), ("plain", "\"plain\""), ("\"\\/", "\"\\\"\\\\/\""),
            ("<a href='x'>&", "\"\\u003ca href='x'\\u003e\\u0026\""),
            ("\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1B}\u{1F}", "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001b\\u001f\""),
            ("\u{7F}\u{80}", "\"\u{7F}\u{80}\""),
            ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""),
            ("\u{E9}\u{20AC}\u{1F600}\u{FFFD}\u{FEFF}", "\"\u{E9}\u{20AC}\u{1F600}\u{FFFD}\u{FEFF}\""),
        ])
    func stringsAreEscaped(_ text: String, _ expected: String) throws {
        #expect(written(.string(text)) == expected)
        #expect(written(.object([text: 0])) == "{\(expected):0}")
        #expect(try parsed(expected) == .string(text))
    }

    @Test func bytesThatAreNotUTF8AreReplacedOneByOne() {
        var writer = JSONWriter()
        writer.string(([0x61, 0xFF, 0xE2, 0x80, 0x62, 0xE2, 0x80] as [UInt8]).span)
        let buffer = writer.finish()
        #expect(buffer.span.validatedString() == "\"a\\ufffd\\ufffd\\ufffdb\\ufffd\\ufffd\"")
    }

    @Test func separatorsFallIntoPlace() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("empty")
        writer.beginArray()
        writer.endArray()
        writer.key("list")
        writer.beginArray()
        writer.int(-5)
        writer.int(.min)
        writer.null()
        writer.bool(true)
        writer.bool(false)
        writer.beginObject()
        writer.endObject()
        writer.string("x")
        writer.endArray()
        writer.key("value")
        writer.value(["a": [1, "2"], "b": .null])
        writer.endObject()
        let buffer = writer.finish()
        let expected = """
            {"empty":[],"list":[-5,-9223372036854775808,null,true,false,{},"x"],"value":{"a":[1,"2"],"b":null}}
            """
        #expect(buffer.span.validatedString() == expected)
    }

    @Test func valuesAreWrittenBehindWhatTheBufferHolds() {
        var buffer = ByteBuffer(kind: .confidential)
        buffer.append("data: ")
        buffer.appendJSON([1])
        buffer.append("\n")
        buffer.writeJSON { $0.string("x") }
        #expect(buffer.span.validatedString() == "data: [1]\n\"x\"")
        #expect(buffer.kind == .confidential)
    }

    @Test func aThrowLeavesTheBufferUsable() {
        struct Stop: Error {}
        var buffer = ByteBuffer()
        #expect(throws: Stop.self) {
            try buffer.writeJSON { json in
                json.beginArray()
                throw Stop()
            }
        }
        #expect(buffer.span.validatedString() == "[")
    }
}
