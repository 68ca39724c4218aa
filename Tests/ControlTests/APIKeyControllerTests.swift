import JSON
import Testing

@testable import Control

@Suite struct APIKeyControllerTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    @Test func aKeyLivesFromItsCreationToItsDeletion() async throws {
        let made = try await house.send("POST /api/auth/keys", #"{"name":"k","role":"Viewer"}"#)
        #expect(made.status == 200)
        #expect(made.json?["name"] == "k")
        let key = try #require(made.json?["key"]?.stringValue)
        #expect(key.hasPrefix("eyJrIjoi"))
        let fields = ["Authorization: Bearer \(key)"]
        #expect(try await house.send("GET /api/datasources", as: .nobody, fields: fields).status == 200)
        let refused = try await house.send(
            "POST /api/datasources", as: .nobody, DataSourceControllerTests.graphite, fields: fields)
        #expect(refused.status == 403)
        let listed = try await house.send("GET /api/auth/keys")
        #expect(listed.text == #"[{"id":\#(made.id),"name":"k","role":"Viewer"}]"#)
        let deleted = try await house.send("DELETE /api/auth/keys/\(made.id)")
        #expect(deleted.text == #"{"message":"API key deleted"}"#)
        #expect(try await house.send("GET /api/datasources", as: .nobody, fields: fields).status == 401)
        #expect(try await house.send("DELETE /api/auth/keys/\(made.id)").status == 404)
    }

    @Test func aNameIsTakenOnce() async throws {
        let body = #"{"name":"k","role":"Editor"}"#
        _ = try await house.send("POST /api/auth/keys", body)
        let twice = try await house.send("POST /api/auth/keys", body)
        #expect(twice.status == 409)
        #expect(twice.message == "API key, organization ID and name must be unique")
        #expect(try await house.send("POST /api/auth/keys", as: .otherAdmin, body).status == 200)
    }

    @Test func aLifetimeIsCountedFromNow() async throws {
        let made = try await house.send("POST /api/auth/keys", #"{"name":"k","role":"Admin","secondsToLive":86400}"#)
        #expect(made.status == 200)
        let listed = try await house.send("GET /api/auth/keys")
        #expect(
            listed.text
                == #"[{"id":\#(made.id),"name":"k","role":"Admin","expiration":"2027-01-16T08:00:00Z"}]"#)
    }

    @Test(
        arguments: [
            (#"{"role":"Viewer"}"#, "bad request data", "name: is required"),
            (#"{"name":"k"}"#, "bad request data", "role: is required"),
            (#"{"name":"k","role":"Boss"}"#, "bad request data", "role: must be one of Viewer, Editor, Admin"),
            (#"{"name":"k","role":"viewer"}"#, "bad request data", "role: must be one of Viewer, Editor, Admin"),
            (#"{"name":"k","role":"None"}"#, "bad request data", "role: must be one of Viewer, Editor, Admin"),
            (#"{"name":5,"role":"Viewer"}"#, "bad request data", "name: must be a string"),
            (
                #"{"name":"k","role":"Viewer","secondsToLive":"1"}"#, "bad request data",
                "secondsToLive: must be an integer"
            ),
            (
                #"{"name":"k","role":"Viewer","secondsToLive":9223372036854775807}"#, "bad request data",
                "secondsToLive: must be at most 100 years, in seconds"
            ),
            (#"{"name":"k","role":"Viewer","secondsToLive":-1}"#, "negative value for SecondsToLive", nil),
            ("[]", "bad request data", "body: must be a JSON object"),
        ] as [(String, String, String?)])
    func aBadKeyIsRefused(body: String, message: String, detail: String?) async throws {
        let answer = try await house.send("POST /api/auth/keys", body)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(answer.detail == detail)
        #expect(try await house.send("GET /api/auth/keys").text == "[]")
    }

    @Test(arguments: ["abc", "9223372036854775808", "1.5"])
    func aBadIDIsRefused(id: String) async throws {
        let answer = try await house.send("DELETE /api/auth/keys/\(id)")
        #expect(answer.status == 400)
        #expect(answer.message == "id is invalid")
    }

    @Test func keysOfAnotherOrganisationAreNotThere() async throws {
        let made = try await house.send("POST /api/auth/keys", #"{"name":"k","role":"Viewer"}"#)
        #expect(try await house.send("GET /api/auth/keys", as: .otherAdmin).text == "[]")
        #expect(try await house.send("DELETE /api/auth/keys/\(made.id)", as: .otherAdmin).status == 404)
    }

    @Test func aStoreThatIsDownIsA500() async throws {
        house.store.goDown()
        let answer = try await house.send("POST /api/auth/keys", #"{"name":"k","role":"Viewer"}"#)
        #expect(answer.status == 500)
        #expect(answer.message == "Failed to add API Key")
        #expect(try await house.send("GET /api/auth/keys").message == "Failed to list api keys")
    }

    @Test func listingKeysIsForAdmins() async throws {
        #expect(try await house.send("GET /api/auth/keys", as: .viewer).status == 403)
        #expect(try await house.send("GET /api/auth/keys", as: .nobody).status == 401)
    }
}
