import JSON
import Testing

@testable import Control

/// The control examples of both seed documents, in the documents' order: each request as it is printed there, and of each answer every
/// field, with the documented type and value. Ids are the server's, `jsonData: null` is `{}`, the logo is filled in, and the second
/// document's `"id": 102` is a slip for the source's own id.
@Suite struct SeedExamplesTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    // MARK: Requests

    static let cloudWatch = """
        {
          "name": "test_datasource",
          "type": "cloudwatch",
          "url": "http://monitoring.us-west-1.amazonaws.com",
          "access": "proxy",
          "jsonData": {
            "authType": "keys",
            "defaultRegion": "us-west-1"
          },
          "secureJsonData": {
            "accessKey": "Ol4pIDpeKSA6XikgOl4p",
            "secretKey": "dGVzdCBrZXkgYmxlYXNlIGRvbid0IHN0ZWFs"
          }
        }
        """

    static let basicAuth = """
        {
          "name": "test_datasource",
          "type": "graphite",
          "url": "http://mydatasource.com",
          "access": "proxy",
          "basicAuth": true,
          "basicAuthUser": "basicuser",
          "secureJsonData": {
            "basicAuthPassword": "basicpassword"
          }
        }
        """

    static let firstUpdate = """
        {
          "id":1,
          "orgId":1,
          "name":"test_datasource",
          "type":"graphite",
          "access":"proxy",
          "url":"http://mydatasource.com",
          "password":"",
          "user":"",
          "database":"",
          "basicAuth":true,
          "basicAuthUser":"basicuser",
          "basicAuthPassword":"basicuser",
          "isDefault":false,
          "jsonData":null
        }
        """

    static let secondUpdate = """
        {
          "id":1,
          "orgId":1,
          "name":"test_datasource",
          "type":"graphite",
          "access":"proxy",
          "url":"http://mydatasource.com",
          "password":"",
          "user":"",
          "database":"",
          "basicAuth":true,
          "basicAuthUser":"basicuser",
          "secureJsonData": {
            "basicAuthPassword": "basicpassword"
          },
          "isDefault":false,
          "jsonData":null
        }
        """

    // MARK: Answers

    /// A single source as the second document prints it; the first one's fields are among them.
    private static func source(
        type: String = "graphite", url: String = "http://mydatasource.com", basicAuthUser: String = "",
        jsonData: String = "{}", secrets: String = "{}"
    ) -> String {
        """
        {"id":1,"orgId":1,"name":"test_datasource","type":"\(type)","typeLogoUrl":"","access":"proxy","url":"\(url)",
        "password":"","user":"","database":"","basicAuth":\(!basicAuthUser.isEmpty),"basicAuthUser":"\(basicAuthUser)",
        "basicAuthPassword":"","withCredentials":false,"isDefault":false,"jsonData":\(jsonData),"secureJsonFields":\(secrets),
        "version":1,"readOnly":false}
        """
    }

    private static func change(_ verb: String, _ source: String) -> String {
        #"{"datasource":\#(source),"id":1,"message":"Datasource \#(verb)","name":"test_datasource"}"#
    }

    // MARK: Examples

    @Test func getAllDataSources() async throws {
        _ = try await house.send(
            "POST /api/datasources",
            """
            {"name":"datasource_elastic","type":"elasticsearch","access":"proxy","url":"http://mydatasource.com",
            "database":"grafana-dash","jsonData":{"esVersion":5,"logLevelField":"","logMessageField":"",
            "maxConcurrentShardRequests":256,"timeField":"@timestamp"}}
            """)
        let answer = try await house.send("GET /api/datasources", fields: Self.printed)
        try expect(
            answer,
            """
            [{"id":1,"orgId":1,"name":"datasource_elastic","type":"elasticsearch","typeLogoUrl":"","access":"proxy",
            "url":"http://mydatasource.com","password":"","user":"","database":"grafana-dash","basicAuth":false,
            "basicAuthUser":"","basicAuthPassword":"","isDefault":false,"jsonData":{"esVersion":5,"logLevelField":"",
            "logMessageField":"","maxConcurrentShardRequests":256,"timeField":"@timestamp"},"readOnly":false}]
            """)
    }

    @Test(arguments: ["/api/datasources/1", "/api/datasources/name/test_datasource"])
    func getASingleDataSource(path: String) async throws {
        _ = try await house.send(
            "POST /api/datasources",
            """
            {"name":"test_datasource","type":"graphite","access":"proxy","url":"http://mydatasource.com",
            "jsonData":{"graphiteType":"default","graphiteVersion":"1.1"}}
            """)
        let answer = try await house.send("GET \(path)", fields: Self.printed)
        try expect(answer, Self.source(jsonData: #"{"graphiteType":"default","graphiteVersion":"1.1"}"#))
    }

    @Test func getAnIDByName() async throws {
        _ = try await house.send("POST /api/datasources", Self.basicAuth)
        try expect(try await house.send("GET /api/datasources/id/test_datasource", fields: Self.printed), #"{"id":1}"#)
    }

    @Test func createGraphite() async throws {
        let body = """
            {
              "name":"test_datasource",
              "type":"graphite",
              "url":"http://mydatasource.com",
              "access":"proxy",
              "basicAuth":false
            }
            """
        try expect(try await house.send("POST /api/datasources", body), Self.change("added", Self.source()))
    }

    @Test func createGraphiteWithBasicAuth() async throws {
        try expect(
            try await house.send("POST /api/datasources", Self.basicAuth),
            Self.change("added", Self.source(basicAuthUser: "basicuser", secrets: #"{"basicAuthPassword":true}"#)))
    }

    @Test func createCloudWatch() async throws {
        try expect(
            try await house.send("POST /api/datasources", Self.cloudWatch),
            Self.change(
                "added",
                Self.source(
                    type: "cloudwatch", url: "http://monitoring.us-west-1.amazonaws.com",
                    jsonData: #"{"authType":"keys","defaultRegion":"us-west-1"}"#,
                    secrets: #"{"accessKey":true,"secretKey":true}"#)))
    }

    @Test(arguments: [firstUpdate, secondUpdate])
    func updateADataSource(body: String) async throws {
        _ = try await house.send(
            "POST /api/datasources", #"{"name":"before","type":"loki","url":"http://before","access":"direct"}"#)
        try expect(
            try await house.send("PUT /api/datasources/1", body),
            Self.change("updated", Self.source(basicAuthUser: "basicuser", secrets: #"{"basicAuthPassword":true}"#)))
    }

    @Test(arguments: ["/api/datasources/1", "/api/datasources/name/test_datasource"])
    func deleteADataSource(path: String) async throws {
        _ = try await house.send("POST /api/datasources", Self.basicAuth)
        try expect(
            try await house.send("DELETE \(path)", fields: Self.printed), #"{"message":"Data source deleted"}"#)
    }

    // MARK: Comparing

    /// The fields that the documents print with every request.
    private static let printed = ["Accept: application/json", "Content-Type: application/json"]

    private func expect(_ answer: Answer, _ documented: String) throws {
        #expect(answer.status == 200)
        #expect(answer.field("Content-Type") == "application/json")
        let wanted = try JSONValue(parsing: Array(documented.utf8).span, limits: JSONLimits())
        #expect(Self.differences(wanted, try #require(answer.json), at: "") == [])
    }

    /// Where `got` lacks what `wanted` shows; more fields are welcome.
    private static func differences(_ wanted: JSONValue, _ got: JSONValue, at place: String) -> [String] {
        switch (wanted, got) {
        case (.object(let wanted), .object(let got)):
            return wanted.members.flatMap { member in
                guard let value = got[member.key] else { return ["\(place).\(member.key) is missing"] }
                return differences(member.value, value, at: "\(place).\(member.key)")
            }
        case (.array(let wanted), .array(let got)):
            guard wanted.count == got.count else { return ["\(place) has \(got.count) elements"] }
            return zip(wanted, got).enumerated().flatMap { differences($1.0, $1.1, at: "\(place).\($0)") }
        case (.string, .string) where place.hasSuffix("typeLogoUrl"): return []
        default: return wanted == got ? [] : ["\(place) is \(got), not \(wanted)"]
        }
    }
}
