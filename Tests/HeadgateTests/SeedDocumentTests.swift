import TestSupport
import Testing

/// Every example request of both seed documents, over a socket as it is printed there.
@Suite struct SeedDocumentTests {
    static let documents = ["seed-000", "seed-001"]

    /// The two shapes of token that clients hold.
    enum TokenShape: String, CaseIterable, Sendable {
        case commandLine
        case legacyKey
    }

    @Test(arguments: documents, TokenShape.allCases)
    func everyExampleIsAnsweredAsDocumented(_ document: String, _ shape: TokenShape) throws {
        let server = try HeadgateProcess()
        let token = try token(of: shape, from: server)
        for example in try SeedExample.all(of: document) {
            var id = try example.setup.map { try server.admin.createSourceID($0) }
            let connection = try RawConnection(port: server.port)
            try connection.send(example.request(port: server.port, token: token, id: id))
            let answer = try connection.readAnswer(to: example.method)
            #expect(answer.status == example.status, "\(example.title): \(answer.text)")
            #expect(answer.field("content-type")?.hasPrefix("application/json") == true, "\(example.title)")
            let json = try answer.json()
            if example.setup == nil { id = json["id"]?.int }
            let number = try #require(id, "\(example.title): \(answer.text)")
            let differences = SeedComparison(id: number).differences(example.response, json)
            #expect(differences.isEmpty, "\(example.title): \(differences.joined(separator: "; "))")
            try checkAftermath(of: example, id: number, server: server)
        }
    }

    @Test func fieldsOfBothDocumentsArePresentAtOnce() throws {
        let server = try HeadgateProcess()
        let examples = try Self.documents.flatMap { try SeedExample.all(of: $0) }
        let singles = examples.filter { $0.method == "GET" && $0.response["type"] != nil }
        let lists = examples.filter { $0.response.array != nil }
        #expect(singles.count == 4 && lists.count == 2)
        let source = try server.admin.createSource(try #require(lists.last?.setup))
        let id = try #require(source["id"]?.int)
        let uid = try #require(source["uid"]?.string)

        let listed = try #require(try server.admin.call("GET", "/api/datasources").json().array?.first?.object)
        let listFields = Set(
            lists.flatMap { $0.response.array?.first?.object?.keys.map { $0 } ?? [] } + ["uid", "typeName"])
        #expect(listFields.subtracting(listed.keys).isEmpty)
        let singleFields = Set(singles.flatMap { $0.response.object?.keys.map { $0 } ?? [] } + ["uid"])
        for target in ["\(id)", "name/datasource_elastic", "uid/\(uid)"] {
            let single = try #require(try server.admin.call("GET", "/api/datasources/\(target)").json().object)
            #expect(singleFields.subtracting(single.keys).isEmpty, "\(target)")
            #expect(single["password"] == "" && single["basicAuthPassword"] == "", "\(target)")
        }
    }

    /// What the example was to achieve has happened; then the server is left without sources.
    private func checkAftermath(of example: SeedExample, id: Int, server: HeadgateProcess) throws {
        let stored = try server.admin.call("GET", "/api/datasources/\(id)")
        guard example.method != "DELETE" else {
            #expect(stored.status == 404, "\(example.title)")
            return
        }
        #expect(stored.status == 200, "\(example.title)")
        if let body = example.body {
            let sent = try JSONTree(parsing: Array(body.utf8))
            for (key, value) in sent["jsonData"]?.object ?? [:] {
                #expect(try stored.json()["jsonData"]?[key] == value, "\(example.title)")
            }
            for key in (sent["secureJsonData"]?.object ?? [:]).keys {
                #expect(try stored.json()["secureJsonFields"]?[key] == true, "\(example.title)")
            }
            if sent["basicAuthPassword"] != nil {  // the older document's way to send it
                #expect(try stored.json()["secureJsonFields"]?["basicAuthPassword"] == true, "\(example.title)")
                #expect(!stored.text.contains("\"basicAuthPassword\":\"basicuser\""), "\(example.title)")
            }
        }
        #expect(try server.admin.call("DELETE", "/api/datasources/\(id)").status == 200, "\(example.title)")
    }

    private func token(of shape: TokenShape, from server: HeadgateProcess) throws -> String {
        switch shape {
        case .commandLine: return try server.token(role: .admin)
        case .legacyKey:
            let answer = try server.admin.call("POST", "/api/auth/keys", json: ["name": "seed", "role": "Admin"])
            let key = try #require(try answer.json()["key"]?.string, "\(answer.text)")
            #expect(key.hasPrefix("eyJrIjoi"))
            return key
        }
    }
}
