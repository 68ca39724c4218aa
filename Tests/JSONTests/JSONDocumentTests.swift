import Bytes
import JSON
import Testing

@Suite struct JSONDocumentTests {
    static let text = """
        {"name":"p1","isDefault":true,"version":12,"ratio":1.50,"none":null,"list":[1,[2],{"a":3},"x"],
         "secureJsonData":{"password":"s3\\u0063ret\\n\\ud83d\\ude00","tok\\u0065n":"plain \u{E9}"}}
        """

    @Test func scalarsAreReadInPlace() throws {
        let document = try document(Self.text)
        let root = document.root
        #expect(document.kind(of: root) == .object)
        #expect(document.member("name", of: root).flatMap { document.string($0) } == "p1")
        #expect(document.member("isDefault", of: root).flatMap { document.bool($0) } == true)
        #expect(document.member("version", of: root).flatMap { document.int64($0) } == 12)
        #expect(document.member("ratio", of: root).flatMap { document.numberText($0) } == "1.50")
        #expect(document.member("none", of: root).map { document.kind(of: $0) } == .null)
        #expect(document.member("password", of: root) == nil)
    }

    @Test func otherKindsAreNothing() throws {
        let document = try document("[1,\"1\",true,null]")
        let elements = document.elements(of: document.root)
        #expect(elements.map { document.string($0) } == [nil, "1", nil, nil])
        #expect(elements.map { document.int64($0) } == [1, nil, nil, nil])
        #expect(elements.map { document.bool($0) } == [nil, nil, true, nil])
        #expect(document.member("a", of: document.root) == nil)
        #expect(document.memberIgnoringCase("a", of: document.root) == nil)
        #expect(document.members(of: document.root).isEmpty)
        #expect(document.elements(of: elements[0]).isEmpty)
        var buffer = ByteBuffer()
        let isAppended = document.appendString(elements[0], to: &buffer)
        let count = buffer.count
        #expect(!isAppended && count == 0)
    }

    @Test func secretsGoFromBufferToBuffer() throws {
        let document = try document(Self.text)
        let secrets = document.members(of: document.root)[6].node
        let nodes = document.members(of: secrets).map(\.node)
        var buffer = ByteBuffer(kind: .confidential)
        let isPasswordAppended = document.appendString(nodes[0], to: &buffer)
        let password = buffer.span.copy()
        let isTokenAppended = document.appendString(nodes[1], to: &buffer)
        let both = buffer.span.copy()
        #expect(isPasswordAppended && isTokenAppended)
        #expect(password == Array("s3cret\n\u{1F600}".utf8))
        #expect(both == Array("s3cret\n\u{1F600}plain \u{E9}".utf8))
        #expect(document.members(of: secrets).map(\.key) == ["password", "token"])
    }

    @Test func membersAndElementsKeepTheirOrder() throws {
        let document = try document(Self.text)
        let members = document.members(of: document.root)
        #expect(members.map(\.key) == ["name", "isDefault", "version", "ratio", "none", "list", "secureJsonData"])
        let elements = document.elements(of: members[5].node)
        #expect(elements.map { document.kind(of: $0) } == [.number, .array, .object, .string])
        #expect(document.value(members[5].node) == [1, [2], ["a": 3], "x"])
    }

    @Test func keysAreFoundInAnyCase() throws {
        let document = try document(
            "{\"ORGID\":1,\"orgId\":2,\"Orgid\":3,\"NAME\":4,\"n\\u0061Me\":5,\"ba\u{17F}icAuth\":6,\"\u{212A}ind\":7,\"names\":8}"
        )
        func found(_ key: String) -> Int64? {
            document.memberIgnoringCase(key, of: document.root).flatMap { document.int64($0) }
        }
        #expect(found("orgId") == 2)
        #expect(found("orgid") == 3)
        #expect(found("name") == 5)
        #expect(found("basicAuth") == 6)
        #expect(found("kind") == 7)
        #expect(found("nam") == nil)
        #expect(document.member("name", of: document.root) == nil)
        #expect(document.member("naMe", of: document.root).flatMap { document.int64($0) } == 5)
    }

    @Test func aBackslashInAKeyAskedForIsNoEscape() throws {
        let document = try document("{\"\\u0061\":1,\"\\\\u0061\":2}")
        #expect(document.member("a", of: document.root).flatMap { document.int64($0) } == 1)
        #expect(document.member("\\u0061", of: document.root).flatMap { document.int64($0) } == 2)
    }

    @Test func plainBuffersAreTakenToo() throws {
        var buffer = ByteBuffer()
        buffer.append("{\"a\":[true]}")
        let document = try JSONDocument(parsing: buffer, limits: JSONLimits())
        #expect(document.value(document.root) == ["a": [true]])
    }

    @Test func refusalsAreThoseOfTheScanner() {
        #expect(throws: JSONError(.trailingBytes, at: 2)) { _ = try document("{}x") }
        #expect(throws: JSONError(.tooManyBytes, at: 1)) { _ = try document("{}", limits: JSONLimits(bytesMax: 1)) }
    }
}
