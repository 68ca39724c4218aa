import Bytes
import Testing

@testable import Web

@Suite struct WebRequestTests {
    @Test(arguments: [
        ("a=1&b=2", "b", "2"), ("a=1&a=2", "a", "1"), ("a+b=c+d", "a b", "c d"), ("%61=%31", "a", "1"), ("a", "a", ""),
        ("a=b=c", "a", "b=c"),
    ])
    func readsQueryParameters(query: String, name: String, value: String) throws {
        #expect(try web("GET /?\(query)").queryParameter(name) == value)
    }

    @Test(arguments: [("", "a"), ("b=1", "a"), ("a=%zz", "a"), ("A=1", "a")])
    func missesWhatIsNotThere(query: String, name: String) throws {
        #expect(try web("GET /?\(query)").queryParameter(name) == nil)
    }

    @Test func findsFieldsInAnyCase() throws {
        let request = try web("GET /", fields: ["If-MATCH:  \"3\" ", "X-Twice: a", "x-twice: b"])
        #expect(request.field("if-match") == "\"3\"")
        #expect(request.field("x-twice") == "a")
        #expect(request.field("absent") == nil)
        #expect(request.request.fields("x-twice").count == 2)
    }

    @Test func handsTheBodyOverOnce() throws {
        let request = try web("POST /", fields: ["Content-Length: 3"], body: "abc")
        let first = request.takeBody()
        #expect(first.count == 3)
        let second = request.takeBody()
        #expect(second.count == 0)
    }

    private func web(_ line: String, fields: [String] = [], body: String = "") throws -> WebRequest {
        WebRequest(method: .get, request: try request(line, fields: fields, body: body), parameters: [])
    }
}
