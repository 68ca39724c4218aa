import Testing

@testable import Control

/// Bodies that are refused or understood, at both endpoints that take a data source.
@Suite struct RequestBodyTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    @Test(arguments: [
        ("", "body: JSON that ends too early at byte 0"),
        (#"{"name":"#, "body: JSON that ends too early at byte 8"),
        ("[]", "body: must be a JSON object"),
        ("null", "body: must be a JSON object"),
        ("5", "body: must be a JSON object"),
        ("{}", "type: is required"),
        (#"{"type":"","access":"proxy"}"#, "type: is required"),
        (#"{"type":null,"access":"proxy"}"#, "type: is required"),
        (#"{"type":"graphite"}"#, "access: is required"),
        (#"{"name":5,"type":"graphite","access":"proxy"}"#, "name: must be a string"),
        (#"{"name":["a"],"type":"graphite","access":"proxy"}"#, "name: must be a string"),
        (#"{"type":{},"access":"proxy"}"#, "type: must be a string"),
        (#"{"type":"graphite","access":true}"#, "access: must be a string"),
        (#"{"type":"graphite","access":"proxy","url":5}"#, "url: must be a string"),
        (#"{"type":"graphite","access":"proxy","uid":5}"#, "uid: must be a string"),
        (#"{"type":"graphite","access":"proxy","user":5}"#, "user: must be a string"),
        (#"{"type":"graphite","access":"proxy","database":5}"#, "database: must be a string"),
        (#"{"type":"graphite","access":"proxy","basicAuth":"yes"}"#, "basicAuth: must be true or false"),
        (#"{"type":"graphite","access":"proxy","basicAuthUser":1}"#, "basicAuthUser: must be a string"),
        (#"{"type":"graphite","access":"proxy","withCredentials":0}"#, "withCredentials: must be true or false"),
        (#"{"type":"graphite","access":"proxy","isDefault":"true"}"#, "isDefault: must be true or false"),
        (#"{"type":"graphite","access":"proxy","version":"1"}"#, "version: must be an integer"),
        (#"{"type":"graphite","access":"proxy","version":1.5}"#, "version: must be an integer"),
        (#"{"type":"graphite","access":"proxy","version":9223372036854775808}"#, "version: must be an integer"),
        (#"{"type":"graphite","access":"proxy","password":5}"#, "password: must be a string"),
        (#"{"type":"graphite","access":"proxy","secureJsonData":[]}"#, "secureJsonData: must be an object"),
        (#"{"type":"graphite","access":"proxy","secureJsonData":"x"}"#, "secureJsonData: must be an object"),
        (#"{"type":"graphite","access":"proxy","secureJsonData":{"a":5}}"#, "secureJsonData.a: must be a string"),
        (#"{"type":"graphite","access":"proxy","secureJsonData":{"a":{}}}"#, "secureJsonData.a: must be a string"),
        (#"{"type":"graphite","access":"proxy","type":"loki"}"#, "body: JSON object with a duplicate key at byte 36"),
        (
            #"{"type":"graphite","access":"proxy","jsonData":{"a":1,"a":2}}"#,
            "body: JSON object with a duplicate key at byte 54"
        ),
        (#"{"type":"graphite","access":"proxy"} x"#, "body: JSON followed by other bytes at byte 37"),
        (
            #"{"type":"graphite","access":"proxy","jsonData":{"a":01}}"#,
            "body: JSON number with a leading zero at byte 52"
        ),
    ])
    func aBadCreateNamesTheField(body: String, detail: String) async throws {
        let answer = try await house.send("POST /api/datasources", body)
        #expect(answer.status == 400)
        #expect(answer.message == "bad request data")
        #expect(answer.detail == detail)
        #expect(house.store.sourceCount == 0)
    }

    @Test(arguments: [
        (#"{"type":"graphite","access":"proxy","url":"http://x"}"#, "name: is required"),
        (#"{"name":"","type":"graphite","access":"proxy"}"#, "name: is required"),
        (#"{"name":"x","access":"proxy"}"#, "type: is required"),
        (#"{"name":"x","type":"graphite"}"#, "access: is required"),
        ("{", "body: JSON that ends too early at byte 1"),
    ])
    func aBadUpdateNamesTheFieldAndChangesNothing(body: String, detail: String) async throws {
        let made = try await house.send("POST /api/datasources", DataSourceControllerTests.graphite)
        let before = house.store.stored(id: made.id)
        for path in ["\(made.id)", "uid/\(made.uid)"] {
            let answer = try await house.send("PUT /api/datasources/\(path)", body)
            #expect(answer.status == 400)
            #expect(answer.message == "bad request data")
            #expect(answer.detail == detail)
        }
        #expect(house.store.stored(id: made.id) == before)
    }

    @Test func aNestTooDeepIsRefused() async throws {
        let nest = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let answer = try await house.send(
            "POST /api/datasources", #"{"type":"graphite","access":"proxy","jsonData":\#(nest)}"#)
        #expect(answer.status == 400)
        #expect(answer.detail?.contains("nested too deeply") == true)
    }

    @Test func bytesThatAreNotUTF8AreRefused() async throws {
        let body = Array(#"{"type":"graphite","access":"proxy","name":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        let fields = ["Authorization: Bearer \(house.token(.admin))", "Content-Type: application/json"]
        let answer = Answer(
            await house.plane.respond(to: try ControlHarness.request("POST /api/datasources", fields, body)))
        #expect(answer.status == 400)
        #expect(answer.detail?.contains("not UTF-8") == true)
    }

    @Test func aBodyBeyondTheLimitIs413() async throws {
        let long = String(repeating: "a", count: JSONBody.bytesMax)
        let answer = try await house.send(
            "POST /api/datasources", #"{"type":"graphite","access":"proxy","jsonData":"\#(long)"}"#)
        #expect(answer.status == 413)
        #expect(house.store.sourceCount == 0)
    }

    // MARK: Content types

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=UTF-8",
        "application/json ; x=y",
    ])
    func aJSONContentTypeIsTaken(type: String) async throws {
        let answer = try await house.send(
            "POST /api/datasources", DataSourceControllerTests.graphite, fields: ["Content-Type: \(type)"])
        #expect(answer.status == 200)
    }

    @Test(arguments: [
        "text/plain", "foo/jsonish", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
        "application/jsonx", "application/json, text/plain", "application/json+x",
    ])
    func anotherContentTypeIsRefused(type: String) async throws {
        let answer = try await house.send(
            "POST /api/datasources", DataSourceControllerTests.graphite, fields: ["Content-Type: \(type)"])
        #expect(answer.status == 400)
        #expect(answer.message == "bad request data")
        #expect(answer.detail == "Content-Type: must be application/json")
    }

    // MARK: What is understood

    @Test func fieldNamesAreFoundInAnyCase() async throws {
        let answer = try await house.send(
            "POST /api/datasources",
            #"{"NAME":"c","Type":"graphite","aCCESS":"proxy","URL":"http://x","ISDEFAULT":true,"SecureJSONData":{"k":"v"}}"#
        )
        #expect(answer.status == 200)
        let source = answer.json?["datasource"]
        #expect(source?["name"] == "c")
        #expect(source?["isDefault"] == true)
        #expect(source?["secureJsonFields"] == ["k": true])
    }

    @Test func nullIsAFieldThatIsNotThere() async throws {
        let answer = try await house.send(
            "POST /api/datasources",
            """
            {"name":null,"type":"graphite","access":"proxy","url":null,"basicAuth":null,"uid":null,"version":null,
            "secureJsonData":null,"password":null}
            """)
        #expect(answer.status == 200)
        #expect(answer.json?["name"] == "graphite")
    }

    @Test("A-014: fields that are the server's are ignored")
    func serverOwnedFieldsAreIgnored() async throws {
        let extra = """
            "id":77,"orgId":2,"readOnly":true,"created":"1970-01-01","ownerId":1,"provisionedBy":null,
            "secureJsonFields":{"password":true},"accessControl":{"datasources:delete":true},
            "encryptedSecureJsonData":{"password":"AAAA"},"typeLogoUrl":"http://evil/x.svg","apiVersion":"v9","unknown":[1]
            """
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"m","type":"graphite","access":"proxy","version":0,\#(extra)}"#)
        let put = try await house.send(
            "PUT /api/datasources/\(made.id)",
            #"{"name":"m","type":"graphite","url":"http://x","access":"proxy",\#(extra)}"#)
        for answer in [made, put] {
            let source = try #require(answer.json?["datasource"])
            #expect(source["id"]?.int64Value == 1)
            #expect(source["orgId"] == 1)
            #expect(source["readOnly"] == false)
            #expect(source["version"] == 1)
            #expect(source["secureJsonFields"] == [:])
            #expect(source["typeLogoUrl"] == "public/plugins/graphite/img/graphite_logo.png")
            #expect(source["unknown"] == nil && source["ownerId"] == nil)
        }
    }

    // MARK: Secrets

    @Test func secretsAreMergedAndOnlyNamed() async throws {
        let made = try await house.send(
            "POST /api/datasources",
            """
            {"name":"s","type":"graphite","url":"http://x","access":"proxy",
            "secureJsonData":{"basicAuthPassword":"CANARY-ONE","empty":null}}
            """)
        #expect(made.json?["datasource"]?["secureJsonFields"] == ["basicAuthPassword": true])
        func put(_ secrets: String) async throws -> Answer {
            try await house.send(
                "PUT /api/datasources/\(made.id)",
                #"{"name":"s","type":"graphite","url":"http://x","access":"proxy"\#(secrets)}"#)
        }
        let added = try await put(#","secureJsonData":{"httpHeaderValue1":"CANARY-TWO"}"#)
        #expect(
            added.json?["datasource"]?["secureJsonFields"] == ["basicAuthPassword": true, "httpHeaderValue1": true])
        let emptied = try await put(#","secureJsonData":{"basicAuthPassword":""}"#)
        #expect(emptied.json?["datasource"]?["secureJsonFields"] == ["httpHeaderValue1": true])
        #expect(try await put("").json?["datasource"]?["secureJsonFields"] == ["httpHeaderValue1": true])
        for answer in [made, added, emptied] { #expect(!answer.text.contains("CANARY")) }
    }

    @Test func legacyPasswordsAreSecretsAndNeverShown() async throws {
        let made = try await house.send(
            "POST /api/datasources",
            """
            {"name":"s","type":"graphite","url":"http://x","access":"proxy","password":"CANARY-A","basicAuthPassword":"CANARY-B",
            "secureJsonData":{"password":"CANARY-C"}}
            """)
        let source = try #require(made.json?["datasource"])
        #expect(source["secureJsonFields"] == ["basicAuthPassword": true, "password": true])
        #expect(source["password"] == "" && source["basicAuthPassword"] == "")
        #expect(!made.text.contains("CANARY"))
        let stored = try #require(house.store.stored(id: made.id))
        #expect(stored.secrets.count == 2)
        #expect(!"\(stored)".contains("CANARY"))
    }

    @Test func writingBackWhatWasReadKeepsTheSecrets() async throws {
        let made = try await house.send(
            "POST /api/datasources",
            #"{"name":"s","type":"graphite","url":"http://x","access":"proxy","secureJsonData":{"password":"p"}}"#)
        let read = try await house.send("GET /api/datasources/\(made.id)")
        let written = try await house.send("PUT /api/datasources/\(made.id)", read.text)
        #expect(written.status == 200)
        #expect(written.json?["datasource"]?["secureJsonFields"] == ["password": true])
    }
}
