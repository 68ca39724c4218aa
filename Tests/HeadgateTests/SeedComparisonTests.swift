import TestSupport
import Testing

/// The judge of the seed tests, judged.
@Suite struct SeedComparisonTests {
    private let judge = SeedComparison(id: 7)

    @Test func theExceptionsAreAccepted() {
        let documented: JSONTree = [
            "id": 102, "jsonData": nil, "typeLogoUrl": "", "datasource": ["id": 1, "name": "x"],
        ]
        let actual: JSONTree = [
            "id": 7, "jsonData": [:], "typeLogoUrl": "public/x.svg", "datasource": ["id": 7, "name": "x", "more": 1],
        ]
        #expect(judge.differences(documented, actual).isEmpty)
    }

    @Test func everythingElseIsADifference() {
        #expect(judge.differences(["id": 1], ["id": 8]).count == 1)
        #expect(judge.differences(["id": 1], ["id": "7"]).count == 1)
        #expect(judge.differences(["name": ""], [:]).count == 1)
        #expect(judge.differences(["basicAuth": false], ["basicAuth": 0]).count == 1)
        #expect(judge.differences(["jsonData": nil], ["jsonData": nil]).count == 1)
        #expect(judge.differences(["jsonData": ["a": 1]], ["jsonData": ["a": 2]]).count == 1)
        #expect(judge.differences([["id": 1]], []).count == 1)
        #expect(judge.differences(["a": [:]], ["a": "text"]).count == 1)
    }

    @Test(arguments: [("seed-000", 9), ("seed-001", 10)])
    func everyExampleIsInTheFixtures(_ document: String, _ count: Int) throws {
        let examples = try SeedExample.all(of: document)
        #expect(examples.count == count)
        let slip = examples.filter { $0.response["id"] == 102 }.count
        #expect(slip == (document == "seed-001" ? 2 : 0))
    }

    @Test func aRequestIsTheDocumentsWithTheGapsFilledIn() throws {
        let update = try #require(try SeedExample.all(of: "seed-000").first { $0.method == "PUT" })
        let text = String(decoding: update.request(port: 80, token: "T", id: 7), as: UTF8.self)
        #expect(text.hasPrefix("PUT /api/datasources/7 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept: application/json\r\n"))
        #expect(text.contains("Authorization: Bearer T\r\nContent-Length: ") && text.hasSuffix("\"jsonData\":null\n}"))
    }
}
