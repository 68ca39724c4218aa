import Bytes
import Testing

@testable import HTTP

@Suite struct FieldNameTests {
    /// A request with one field of this name, with `behind` after it.
    private func known(_ name: String, behind: String) -> FieldName? {
        let bytes = Array("GET / HTTP/1.0\r\n\(name): \(behind)\r\n\r\n".utf8)
        var head = RequestHead()
        guard case .complete = head.parse(bytes.span) else { return nil }
        return head.fields.first?.known
    }

    private func value(for name: FieldName) -> String {
        switch name {
        case .contentLength: "1"
        case .transferEncoding: "chunked"
        default: "a"
        }
    }

    @Test(arguments: FieldName.allCases)
    func everyNameIsRecognised(_ name: FieldName) {
        let text = name.text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        guard !text.isEmpty, name != .transferEncoding else { return }
        let long = name == .contentLength || name == .host ? value(for: name) : String(repeating: "a", count: 64)
        for spelling in [text, text.uppercased()] {
            #expect(known(spelling, behind: value(for: name)) == name)
            #expect(known(spelling, behind: long) == name)
            #expect(known(spelling + "x", behind: long) == .other)
            #expect(known("x" + spelling, behind: long) == .other)
        }
    }

    @Test("a name says the same by words as byte by byte, whatever stands in it", arguments: 1...30)
    func wordsSayTheSameAsBytes(_ count: Int) {
        func outcome(_ read: () throws(HeadStop) -> (colon: Int, known: FieldName)) -> String {
            do throws(HeadStop) {
                let (colon, known) = try read()
                return "\(colon) \(known)"
            } catch { return "\(error)" }
        }
        for start in ["x", "Access-Control-Allow-X", "Accept-Ranges-Of-Many-Kinds"] {
            let name = Array((start + String(repeating: "y", count: 30)).utf8.prefix(count))
            for place in 0..<count {
                for byte in UInt8.min...UInt8.max {
                    var line = name
                    line[place] = byte
                    line += Array(": ".utf8) + [UInt8](repeating: 0x61, count: 40)
                    let words = outcome { () throws(HeadStop) in try FieldScanner.name(line.span, from: 0) }
                    let bytes = outcome { () throws(HeadStop) in try FieldScanner.unrecognisedName(line.span, from: 0) }
                    if words != bytes { Issue.record("\(line.prefix(count)): \(words), not \(bytes)") }
                }
            }
        }
    }

    @Test func namesFitTheMaskOfSeenOnes() {
        #expect(FieldName.allCases.allSatisfy { $0.rawValue < 64 })
    }

    @Test(arguments: [
        ("Content_Length", FieldName.underscored), ("_", .underscored), ("X_Grafana_User", .underscored),
        ("Access-Control-Allow-Origin", .accessControl), ("access-control-x", .accessControl),
        ("Access-Control-", .other),
        ("Strict-Transport-Security", .strictTransportSecurity), ("Transfer-Encodinh", .other), ("Hos", .other),
        ("Ho\u{6D}t", .other),
    ])
    func namesOfManyFormsAreSorted(_ name: String, _ expected: FieldName) {
        #expect(known(name, behind: "a") == expected)
        #expect(known(name, behind: String(repeating: "b", count: 40)) == expected)
    }
}
