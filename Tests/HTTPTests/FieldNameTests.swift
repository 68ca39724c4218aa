import Bytes
import HTTP
import Testing

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
