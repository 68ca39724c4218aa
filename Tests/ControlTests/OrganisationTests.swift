import Testing

@testable import Control

/// What one organisation has is not there for another, and cannot be told from what nobody has.
@Suite struct OrganisationTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    @Test("A-006: another organisation's id is an unused id", arguments: ["GET", "PUT", "DELETE"])
    func idsOfOthersAreNotThere(method: String) async throws {
        let made = try await house.send("POST /api/datasources", DataSourceControllerTests.graphite)
        let before = house.store.stored(id: made.id)
        let body = method == "PUT" ? DataSourceControllerTests.graphite : nil
        let theirs = try await house.send("\(method) /api/datasources/\(made.id)", as: .otherAdmin, body)
        let unused = try await house.send("\(method) /api/datasources/999999", as: .otherAdmin, body)
        #expect(theirs.status == 404)
        #expect(theirs.text == unused.text)
        #expect(theirs.fields.map(\.value) == unused.fields.map(\.value))
        #expect(house.store.stored(id: made.id) == before)
    }

    @Test(
        "A-008: another organisation's name and uid are unused",
        arguments: [
            "GET /api/datasources/name/test", "DELETE /api/datasources/name/test", "GET /api/datasources/id/test",
            "GET /api/datasources/uid/mine", "PUT /api/datasources/uid/mine", "DELETE /api/datasources/uid/mine",
        ])
    func namesOfOthersAreNotThere(line: String) async throws {
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"test","uid":"mine","type":"graphite","access":"proxy"}"#)
        let body = line.starts(with: "PUT") ? DataSourceControllerTests.graphite : nil
        let theirs = try await house.send(line, as: .otherAdmin, body)
        let unused = try await house.send(line + "-unused", as: .otherAdmin, body)
        #expect(theirs.status == 404)
        #expect(theirs.text == unused.text)
        #expect(house.store.stored(id: made.id) != nil)
    }

    @Test("A-029: a conflict tells nothing of another organisation")
    func namesAndUIDsAreFreeInEachOrganisation() async throws {
        let body = #"{"name":"same","uid":"same","type":"graphite","access":"proxy"}"#
        #expect(try await house.send("POST /api/datasources", body).status == 200)
        #expect(try await house.send("POST /api/datasources", as: .otherAdmin, body).status == 200)
        #expect(try await house.send("GET /api/datasources/uid/same").json?["orgId"] == 1)
        #expect(try await house.send("GET /api/datasources/uid/same", as: .otherAdmin).json?["orgId"] == 2)
    }

    @Test("A-029: a refusal is the same for what is hidden and what is not there, on every door")
    func refusalsDoNotTellWhatIsThere() async throws {
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"mine","uid":"mine","type":"graphite","access":"proxy"}"#)
        let nobody = #"{"permissions":[{"builtInRole":"Viewer","permission":""}]}"#
        #expect(try await house.send("POST /api/access-control/datasources/mine", nobody).status == 200)
        let permission = #"{"permission":"Query"}"#
        for (method, path, body) in [
            ("GET", "/api/datasources/*", nil), ("GET", "/api/datasources/uid/*", nil),
            ("GET", "/api/datasources/name/*", nil), ("GET", "/api/datasources/id/*", nil),
            ("GET", "/api/datasources/uid/*?accesscontrol=true", nil),
            ("PUT", "/api/datasources/*", DataSourceControllerTests.graphite),
            ("PUT", "/api/datasources/uid/*", DataSourceControllerTests.graphite),
            ("PUT", "/api/datasources/uid/*", "{"),
            ("DELETE", "/api/datasources/*", nil), ("DELETE", "/api/datasources/uid/*", nil),
            ("DELETE", "/api/datasources/name/*", nil),
            ("GET", "/api/access-control/datasources/*", nil),
            ("POST", "/api/access-control/datasources/*", nobody),
            ("POST", "/api/access-control/datasources/*/users/1", permission),
            ("POST", "/api/access-control/datasources/*/teams/1", permission),
            ("POST", "/api/access-control/datasources/*/builtInRoles/Viewer", permission),
        ] as [(String, String, String?)] {
            let isID = path == "/api/datasources/*"
            let (there, unused) = (isID ? String(made.id) : "mine", isID ? "999999" : "none")
            let hidden = try await house.send(method + " " + path.replacing("*", with: there), as: .viewer, body)
            let absent = try await house.send(method + " " + path.replacing("*", with: unused), as: .viewer, body)
            #expect(hidden.status == 404, "\(method) \(path)")
            #expect(hidden.text == absent.text && hidden.status == absent.status)
            #expect(hidden.fields.map(\.name) == absent.fields.map(\.name))
            #expect(hidden.fields.map(\.value) == absent.fields.map(\.value))
        }
        #expect(try await house.send("GET /api/datasources", as: .viewer).text == "[]")
        #expect(try await house.send("GET /api/datasources/uid/mine", as: .editor).status == 200)
        #expect(try await house.send("DELETE /api/datasources/uid/mine", as: .editor).status == 403)
    }

    @Test(
        "A-011: identifiers that are patterns or paths are refused at creation",
        arguments: [
            "*", "..", ".", "a/b", "%2f", "a b", "ü", "a\\u0000", String(repeating: "a", count: 41),
        ])
    func oddUIDsAreRefused(uid: String) async throws {
        let answer = try await house.send(
            "POST /api/datasources", #"{"name":"x","uid":"\#(uid)","type":"graphite","access":"proxy"}"#)
        #expect(answer.status == 400)
        #expect(answer.message == "Invalid datasource UID.")
        #expect(house.store.sourceCount == 0)
    }

    @Test(
        "A-011: a uid or name that is a word of a path reaches only its own source",
        arguments: ["uid", "id", "name", "proxy"])
    func wordsOfPathsAreOnlyNames(word: String) async throws {
        let body = #"{"name":"*","uid":"\#(word)","type":"graphite","access":"proxy"}"#
        let made = try await house.send("POST /api/datasources", body)
        guard made.status == 200 else {
            #expect(made.status == 400)
            return
        }
        let other = try await house.send("POST /api/datasources", DataSourceControllerTests.graphite)
        #expect(try await house.send("DELETE /api/datasources/name/*").id == made.id)
        #expect(try await house.send("GET /api/datasources/\(other.id)").status == 200)
    }

    @Test("A-011: an empty uid is made")
    func anEmptyUIDIsMade() async throws {
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"x","uid":"","type":"graphite","access":"proxy"}"#)
        #expect(made.uid.utf8.count > 0)
    }
}
