import Bytes
import HTTP
import Testing

@Suite struct TrailerSectionTests {
    @Test func linesAreFoundWithTheirValues() throws {
        let section = try #require(TrailerSection(Array("X-Sum: \t abc \r\nHost:evil\r\ny:\r\n".utf8)))
        let bytes = section.bytes
        let lines = section.fields.map { line in
            [line.name.range, line.value.range].map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(lines == [["X-Sum", "abc"], ["Host", "evil"], ["y", ""]])
        #expect(section.fields.map(\.known) == [.other, .host, .other])
        #expect(TrailerSection([])?.fields.isEmpty == true)
    }

    @Test(
        "what is no run of whole lines is nothing",
        arguments: [
            "X: y", "X: y\r", "X\r\n", ": y\r\n", "X : y\r\n", "X: a\nY: b\r\n", "\r\n", "X: \0\r\n", " X: y\r\n",
        ])
    func otherTextIsNone(_ text: String) {
        #expect(TrailerSection(Array(text.utf8)) == nil)
    }
}
