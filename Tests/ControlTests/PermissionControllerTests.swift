import Testing

@testable import Control

/// The endpoints of permissions, and what they change.
@Suite struct PermissionControllerTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    private static let base = "/api/access-control/datasources/p1"

    private func makeSource() async throws {
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"prom","uid":"p1","type":"graphite","access":"proxy"}"#)
        #expect(made.status == 200)
    }

    private func set(_ path: String, _ level: String, as caller: ControlHarness.Caller = .admin) async throws -> Answer
    {
        try await house.send("POST \(Self.base)\(path)", as: caller, #"{"permission":"\#(level)"}"#)
    }

    @Test func aNewSourceListsGrafanasDefaults() async throws {
        try await makeSource()
        let answer = try await house.send("GET \(Self.base)")
        #expect(
            answer.text == """
                [{"id":1,"roleName":"basic:admin","isManaged":false,"isInherited":false,"isServiceAccount":false,\
                "builtInRole":"Admin","actions":["datasources:read","datasources:query","datasources:write",\
                "datasources:delete","datasources.permissions:read","datasources.permissions:write"],\
                "permission":"Admin"},\
                {"id":2,"roleName":"managed:builtins:viewer:permissions","isManaged":true,"isInherited":false,\
                "isServiceAccount":false,"builtInRole":"Viewer","actions":["datasources:read","datasources:query"],\
                "permission":"Query"},\
                {"id":3,"roleName":"managed:builtins:editor:permissions","isManaged":true,"isInherited":false,\
                "isServiceAccount":false,"builtInRole":"Editor","actions":["datasources:read","datasources:query"],\
                "permission":"Query"}]
                """)
    }

    @Test func aPermissionIsSetAndTakenAway() async throws {
        try await makeSource()
        let added = try await set("/builtInRoles/Viewer", "Edit")
        #expect(added.status == 200 && added.message == "Permission updated")
        #expect(try await house.send("GET /api/datasources/uid/p1", as: .viewer).status == 200)
        #expect(try await set("/builtInRoles/Viewer", "Query", as: .viewer).status == 403)
        let removed = try await set("/builtInRoles/Viewer", "")
        #expect(removed.status == 200 && removed.message == "Permission removed")
        #expect(try await house.send("GET /api/datasources/uid/p1", as: .viewer).status == 404)
        #expect(try await set("/users/1", "Query").status == 200)
        let list = try await house.send("GET \(Self.base)")
        let user = try #require(list.json?.arrayValue?.last)
        #expect(user["userLogin"] == "admin" && user["userId"] == 1 && user["permission"] == "Query")
        #expect(user["isServiceAccount"] == false && user["roleName"] == "managed:users:1:permissions")
    }

    @Test func whoAdministersASourceMayGrantIt() async throws {
        try await makeSource()
        #expect(try await set("/builtInRoles/Editor", "Admin").status == 200)
        #expect(try await house.send("GET \(Self.base)", as: .editor).status == 200)
        #expect(try await house.send("GET \(Self.base)", as: .viewer).status == 403)
        #expect(try await set("/builtInRoles/Viewer", "", as: .editor).status == 200)
        #expect(try await set("/builtInRoles/Editor", "", as: .editor).status == 200)
        #expect(try await house.send("GET \(Self.base)", as: .editor).status == 404)
    }

    @Test func severalAreSetAtOnceOrNone() async throws {
        try await makeSource()
        let body = """
            {"permissions":[{"builtInRole":"Viewer","permission":""},{"builtInRole":"Editor","permission":"Edit"},\
            {"userId":1,"permission":"Query"}]}
            """
        let answer = try await house.send("POST \(Self.base)", body)
        #expect(answer.status == 200 && answer.message == "Permissions updated")
        #expect(try await house.send("GET /api/datasources/uid/p1", as: .viewer).status == 404)
        #expect(try await house.send("DELETE /api/datasources/uid/p1", as: .editor).status == 200)
    }

    @Test(
        "A mistake is named and changes nothing",
        arguments: [
            ("/users/1", #"{"permission":"query"}"#, "permission: must be Query, Edit, Admin or empty"),
            ("/users/1", "{}", "permission: is required"),
            ("/users/1", #"{"permission":null}"#, "permission: is required"),
            ("/users/1", #"{"permission":1}"#, "permission: must be a string"),
            ("/builtInRoles/None", #"{"permission":"Query"}"#, "builtInRole: must be one of Viewer, Editor, Admin"),
            ("/builtInRoles/viewer", #"{"permission":"Query"}"#, "builtInRole: must be one of Viewer, Editor, Admin"),
            ("", #"{"permission":"Query"}"#, nil), ("", #"{"permissions":{}}"#, nil),
            ("", #"{"permissions":[{"permission":"Query"}]}"#, "builtInRole: must be one of Viewer, Editor, Admin"),
            ("", #"{"permissions":[{"userId":1}]}"#, "permissions.permission: is required"),
            ("", #"{"permissions":[{"userId":1,"teamId":2,"permission":"Query"}]}"#, nil),
            ("", #"{"permissions":[1]}"#, "permissions.permission: is required"),
            ("", #"{"permissions":[{"userId":-1,"permission":"Query"}]}"#, nil),
        ] as [(String, String, String?)])
    func mistakesAreNamed(path: String, body: String, detail: String?) async throws {
        try await makeSource()
        let before = try await house.send("GET \(Self.base)").text
        let answer = try await house.send("POST \(Self.base)\(path)", body)
        #expect(answer.status == 400)
        #expect(answer.message == "bad request data")
        if let detail { #expect(answer.detail == detail) }
        #expect(try await house.send("GET \(Self.base)").text == before)
    }

    @Test func idsThatAreNoneAreRefused() async throws {
        try await makeSource()
        for path in ["/users/abc", "/teams/1.5", "/users/9223372036854775808"] {
            #expect(try await set(path, "Query").status == 400)
        }
        #expect(try await set("/users/1", "Query", as: .otherAdmin).status == 404)
    }

    // MARK: What the caller may do

    @Test func metadataSaysWhatTheCallerMayDo() async throws {
        try await makeSource()
        let read = #","accessControl":{"datasources:read":true,"datasources:query":true}}"#
        for path in ["uid/p1", "name/prom"] {
            let plain = try await house.send("GET /api/datasources/\(path)", as: .viewer)
            let asked = try await house.send("GET /api/datasources/\(path)?accesscontrol=true", as: .viewer)
            #expect(asked.text == plain.text.dropLast() + read)
            #expect(asked.field("ETag") == plain.field("ETag"))
        }
        let all = try await house.send("GET /api/datasources/uid/p1?accesscontrol=true")
        #expect(all.json?["accessControl"]?["datasources.permissions:write"] == true)
        let list = try await house.send("GET /api/datasources?accesscontrol=true", as: .viewer)
        #expect(list.json?.arrayValue?.first?["accessControl"]?["datasources:query"] == true)
        #expect(list.json?.arrayValue?.first?["accessControl"]?["datasources:write"] == nil)
        #expect(
            try await house.send("GET /api/datasources", as: .viewer).json?.arrayValue?.first?["accessControl"] == nil)
    }

    @Test func theDecidingRuleIsTold() async throws {
        try await makeSource()
        let yes = try await house.send("GET /api/access-control/can-i?action=datasources:query&uid=p1", as: .viewer)
        #expect(
            yes.text == """
                {"action":"datasources:query","allowed":true,"reason":"the role Viewer has the permission Query"}
                """)
        let no = try await house.send("GET /api/access-control/can-i?action=datasources:delete&name=prom", as: .viewer)
        #expect(no.status == 200 && no.json?["allowed"] == false)
        _ = try await set("/builtInRoles/Viewer", "")
        let hidden = try await house.send("GET /api/access-control/can-i?action=datasources:query&uid=p1", as: .viewer)
        let absent = try await house.send("GET /api/access-control/can-i?action=datasources:query&uid=p2", as: .viewer)
        #expect(hidden.text == absent.text && hidden.json?["allowed"] == false)
        let create = try await house.send("GET /api/access-control/can-i?action=datasources:create", as: .viewer)
        #expect(create.json?["reason"] == "datasources:create needs the role Admin")
        for query in ["", "?action=x&uid=p1", "?action=datasources:query", "?uid=p1"] {
            #expect(try await house.send("GET /api/access-control/can-i\(query)", as: .viewer).status == 400)
        }
        #expect(try await house.send("GET /api/access-control/can-i?action=datasources:query&id=x").status == 400)
        #expect(try await house.send("GET /api/access-control/can-i?action=orgs:read", as: .nobody).status == 401)
    }

    @Test func permissionsNameTheSourcesThatTheyHoldFor() async throws {
        try await makeSource()
        _ = try await house.send(
            "POST /api/datasources", #"{"name":"b","uid":"p2","type":"graphite","access":"proxy"}"#)
        let path = "GET /api/access-control/user/permissions"
        #expect(try await house.send(path, as: .viewer).json?["datasources:query"]?.arrayValue == ["datasources:*"])
        _ = try await set("/builtInRoles/Viewer", "")
        let some = try await house.send(path, as: .viewer).json
        #expect(some?["datasources:query"]?.arrayValue == ["datasources:uid:p2"])
        #expect(some?["datasources:write"] == nil)
        #expect(try await house.send(path).json?["datasources:write"]?.arrayValue == ["datasources:*"])
    }
}
