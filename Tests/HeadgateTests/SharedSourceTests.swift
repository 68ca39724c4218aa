import TestSupport
import Testing

/// One data source of the server's in many organisations, on both planes of a live server.
@Suite struct SharedSourceTests {
    private static let password = "CANARY-SHARED-7f3"
    private static let tenants = ["CANARY-TENANT-a", "CANARY-TENANT-b", "CANARY-TENANT-own"]
    private let house: PeopleHouse

    init() throws { house = try PeopleHouse() }

    private func body(url: String? = nil, name: String = "shared") -> String {
        let secrets = #"{"basicAuthPassword":"\#(Self.password)","httpHeaderValue1":"\#(Self.tenants[2])"}"#
        return
            #"{"name":"\#(name)","uid":"shared","type":"graphite","access":"proxy","url":"\#(url ?? house.upstream.url)","#
            + #""basicAuth":true,"basicAuthUser":"u","jsonData":{"httpHeaderName1":"X-Scope-OrgID"},"#
            + #""secureJsonData":\#(secrets)}"#
    }

    private func makeShared() throws {
        #expect(try house.ask("POST", "/api/admin/datasources", body()).status == 200)
    }

    private func share(_ json: String) throws -> RawAnswer {
        try house.ask("PUT", "/api/admin/datasources/uid/shared/orgs", json)
    }

    @Test func eachOrganizationCallsItWithItsOwnHeader() throws {
        let org = try house.made("/api/orgs", #"{"name":"Two"}"#, "orgId")
        try makeShared()
        let answer = try share(
            #"""
            {"orgs":[{"orgId":1,"secureJsonData":{"httpHeaderValue1":"\#(Self.tenants[0])"}},{"orgId":\#(org)}]}
            """#)
        #expect(answer.status == 200, "\(answer.text)")
        let (one, two) = (try house.robot("Viewer", org: 1).caller, try house.robot("Viewer", org: org).caller)
        var ids: [Int] = []
        for (caller, tenant) in [(one, Self.tenants[0]), (two, Self.tenants[2])] {
            let read = try house.ask("GET", "/api/datasources/uid/shared", as: caller)
            #expect(try read.json()["readOnly"] == true)
            let id = try #require(try read.json()["id"]?.int)
            ids.append(id)
            for target in ["proxy/uid/shared", "proxy/\(id)"] {
                // Each call has a path of its own: the workers have a connection each, so that the last one recorded need not be the latest.
                let path = "/call-\(ids.count)-\(target.count)"
                #expect(try house.ask("GET", "/api/datasources/\(target)\(path)", as: caller).text == "one")
                let request = try #require(house.upstream.requests.first { $0.target == path })
                #expect(request.field("x-scope-orgid") == tenant)
                #expect(request.field("authorization")?.hasPrefix("Basic ") == true)
            }
            #expect(try house.ask("GET", "/api/datasources", as: caller).json().array?.count == 1)
        }
        #expect(Set(ids).count == 2)
        let shares = try house.ask("GET", "/api/admin/datasources/uid/shared/orgs")
        #expect(shares.status == 200 && !shares.text.contains("CANARY"))
        #expect(try shares.json()["orgs"]?.array?.count == 2)
    }

    @Test("A-015: what is shared is read-only in every organisation, by every name")
    func organizationsAdminsMayNotChangeIt() throws {
        try makeShared()
        #expect(try share(#"{"everywhere":true}"#).status == 200)
        let admin = try house.robot("Admin", org: 1).caller
        let id = try #require(try house.ask("GET", "/api/datasources/uid/shared", as: admin).json()["id"]?.int)
        let stolen = body(url: "http://127.0.0.1:1")
        for target in ["/api/datasources/\(id)", "/api/datasources/uid/shared"] {
            #expect(try house.ask("PUT", target, stolen, as: admin).status == 403)
            #expect(try house.ask("DELETE", target, as: admin).status == 403)
        }
        #expect(try house.ask("DELETE", "/api/datasources/name/shared", as: admin).status == 403)
        for (method, target, json) in [
            ("GET", "/api/admin/datasources", nil), ("POST", "/api/admin/datasources", body(name: "mine")),
            ("GET", "/api/admin/datasources/uid/shared", nil), ("PUT", "/api/admin/datasources/uid/shared", stolen),
            ("DELETE", "/api/admin/datasources/uid/shared", nil),
            ("GET", "/api/admin/datasources/uid/shared/orgs", nil),
            ("PUT", "/api/admin/datasources/uid/shared/orgs", #"{"orgs":[]}"#),
        ] as [(String, String, String?)] {
            #expect(try house.ask(method, target, json, as: admin).status == 403, "\(method) \(target)")
        }
        #expect(try house.ask("GET", "/api/datasources/proxy/uid/shared/x", as: admin).text == "one")
        for target in [
            "/api/datasources", "/api/datasources/\(id)", "/api/frontend/settings", "/api/admin/datasources",
        ] {
            for caller in [admin, house.server.admin] {
                let text = try house.ask("GET", target, as: caller).text
                #expect(!text.contains(Self.password) && !text.contains("CANARY-TENANT"), "\(target)")
            }
        }
        let printed = house.server.printed
        CanaryScan.expectNone(of: [Self.password] + Self.tenants, in: printed.output + printed.errors, "the log")
        try CanaryScan.expectNone(of: [Self.password] + Self.tenants, inFilesOf: house.server.dataDirectory.path)
    }

    @Test func oneChangeIsEverywhereAtOnceAndAlsoLater() throws {
        let other = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("two"))] }
        try makeShared()
        #expect(try share(#"{"everywhere":true}"#).status == 200)
        let org = try house.made("/api/orgs", #"{"name":"Later"}"#, "orgId")
        let callers = [try house.robot("Viewer", org: 1).caller, try house.robot("Viewer", org: org).caller]
        let target = "/api/datasources/proxy/uid/shared/x"
        for caller in callers { #expect(try house.ask("GET", target, as: caller).text == "one") }
        #expect(try house.ask("PUT", "/api/admin/datasources/uid/shared", body(url: other.url)).status == 200)
        for caller in callers { #expect(try house.ask("GET", target, as: caller).text == "two") }
        // Permissions are each organisation's own.
        try house.grant("", to: "builtInRoles/Viewer", on: "shared", org: org)
        #expect(try callers.map { try house.ask("GET", target, as: $0).status } == [200, 404])
        #expect(try share(#"{"orgs":[{"orgId":\#(org)}]}"#).status == 200)
        #expect(try callers.map { try house.ask("GET", target, as: $0).status } == [404, 404])
        #expect(try house.ask("DELETE", "/api/admin/datasources/uid/shared").status == 200)
        #expect(try house.ask("GET", "/api/datasources", org: org).json().array?.isEmpty == true)
    }

    @Test func aMistakeChangesNothing() throws {
        try makeShared()
        _ = try house.source("shared", url: house.upstream.url, org: 1)
        let conflict = try share(#"{"everywhere":true}"#)
        #expect(conflict.status == 409, "\(conflict.text)")
        for json in [
            #"{"orgs":[{"orgId":99}]}"#, #"{"orgs":[{"orgId":0}]}"#, #"{"orgs":[{}]}"#, #"{"orgs":{}}"#,
            #"{"orgs":[{"orgId":1},{"orgId":1}]}"#, #"{"everywhere":1}"#, "[]",
            #"{"orgs":[{"orgId":1,"secureJsonData":{"httpHeaderValue1":"a\nb"}}]}"#,
        ] {
            #expect(try share(json).status == 400, "\(json)")
        }
        #expect(try share(#"{"orgs":[]}"#).status == 200)
        let renamed = body().replacing(#""uid":"shared""#, with: #""uid":"other""#)
        #expect(try house.ask("PUT", "/api/admin/datasources/uid/shared", renamed).status == 400)
        let missing = try house.ask("PUT", "/api/admin/datasources/uid/none/orgs", #"{"orgs":[]}"#)
        #expect(missing.status == 404)
        for value in ["0", "00"] {
            let answer = try house.server.admin.call("GET", "/api/datasources", fields: [("X-Grafana-Org-Id", value)])
            #expect(answer.status == 400)
        }
    }
}
