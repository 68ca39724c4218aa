import TestSupport
import Testing

/// Attacks through what users, teams, organisations and service accounts are called and sent, and credentials that are none.
@Suite struct AttackPeopleTests {
    private let house: PeopleHouse

    init() throws { house = try PeopleHouse() }

    @Test(
        "A-172: text is stored and searched as it stands",
        arguments: ["x'; DROP TABLE user;--", "a\" OR \"1\"=\"1", "100%_[a]*", "\\' OR 1=1 /*", "${7*7}{{7*7}}"])
    func textIsOnlyText(_ text: String) throws {
        let name = JSONTree.string(text).text
        let id = try house.made("/api/admin/users", #"{"login":\#(name),"name":\#(name),"password":"pass word"}"#)
        #expect(try house.ask("GET", "/api/users/\(id)").json()["login"]?.string == text)
        let team = try house.made("/api/teams", #"{"name":\#(name)}"#, "teamId")
        #expect(try house.ask("GET", "/api/teams/\(team)").json()["name"]?.string == text)
        _ = try house.made("/api/orgs", #"{"name":\#(name)}"#, "orgId")
        _ = try house.made("/api/serviceaccounts", #"{"name":\#(name),"role":"Viewer"}"#)
        for query in ["%25", "_", "'%20OR%201=1--", "%5C"] {
            let found = try house.ask("GET", "/api/users/search?query=\(query)").json()["users"]?.array ?? []
            #expect(!found.contains { $0["login"] == "admin" }, "\(query)")
        }
        #expect(try house.ask("GET", "/api/users").json().array?.count == 2)
    }

    @Test(
        "A-174: text that no store could keep alike is refused",
        arguments: [
            #"a\u0000b"#, #"\ud800"#, #"a\u001fb"#, #"a\u007f"#, String(repeating: "x", count: 1 << 20),
            #"a\u200bdmin"#, #"\uff41dmin"#,
        ])
    func textThatDiffersByStoreIsRefused(_ name: String) throws {
        for (target, body) in [
            ("/api/admin/users", #"{"login":"\#(name)","password":"pass word"}"#),
            ("/api/teams", #"{"name":"\#(name)"}"#), ("/api/orgs", #"{"name":"\#(name)"}"#),
            ("/api/serviceaccounts", #"{"name":"\#(name)","role":"Viewer"}"#),
        ] {
            let answer = try house.ask("POST", target, body)
            #expect(answer.status == 400, "\(target): \(answer.status)")
            #expect(try answer.json()["message"]?.string?.isEmpty == false)
        }
    }

    @Test("A-181: a write that is not sent as JSON changes nothing")
    func writesNeedTheirContentType() throws {
        let body = #"{"name":"x","login":"x","password":"pass word","role":"Viewer","permission":"Query"}"#
        _ = try house.source("p1", url: house.upstream.url, org: 1)
        for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", nil] {
            for target in [
                "/api/admin/users", "/api/teams", "/api/orgs", "/api/serviceaccounts", "/api/auth/keys",
                "/api/access-control/datasources/p1/users/1",
            ] {
                let fields = type.map { [("Content-Type", $0)] } ?? []
                let answer = try house.server.admin.call("POST", target, fields: fields, body: Array(body.utf8))
                #expect(answer.status == 400, "\(target) as \(type ?? "nothing")")
            }
        }
        #expect(try house.ask("GET", "/api/users").json().array?.count == 1)
        #expect(try house.ask("GET", "/api/access-control/datasources/p1").json().array?.count == 3)
    }

    @Test("A-014: nobody raises themselves by a field that is not theirs to set")
    func fieldsOfTheServerAreIgnored() throws {
        let (id, ann) = try house.user("ann")
        let raised = """
            {"login":"ann","name":"Ann","email":"","id":1,"orgId":2,"role":"Admin","orgRole":"Admin","isGrafanaAdmin":true,\
            "isDisabled":false,"accessControl":{"datasources:write":true}}
            """
        _ = try house.ask("PUT", "/api/user", raised, as: ann)
        let read = try house.ask("GET", "/api/users/\(id)").json()
        #expect(read["isGrafanaAdmin"] == false && read["orgId"] == 1)
        for (method, target, body) in [
            ("GET", "/api/users", nil), ("GET", "/api/org/users", nil), ("POST", "/api/teams", #"{"name":"x"}"#),
            ("PUT", "/api/admin/users/\(id)/permissions", #"{"isGrafanaAdmin":true}"#),
            ("PATCH", "/api/org/users/\(id)", #"{"role":"Admin"}"#), ("GET", "/api/admin/datasources", nil),
            ("POST", "/api/serviceaccounts", #"{"name":"x","role":"Admin"}"#),
        ] as [(String, String, String?)] {
            #expect(try house.ask(method, target, body, as: ann).status == 403, "\(method) \(target)")
        }
    }

    @Test("A-180: the uid in a body moves its own source and no other")
    func aUIDInTheBodyTouchesOneRow() throws {
        let org = try house.made("/api/orgs", #"{"name":"Two"}"#, "orgId")
        let (one, two) = (
            try house.source("p1", url: house.upstream.url, org: 1),
            try house.source("p2", url: house.upstream.url, org: 1)
        )
        let theirs = try house.source("p3", url: house.upstream.url, org: org)
        func put(_ uid: String) throws -> Int {
            let body = #"{"name":"p1","uid":"\#(uid)","type":"graphite","access":"proxy","url":"http://a.test"}"#
            return try house.ask("PUT", "/api/datasources/\(one)", body).status
        }
        #expect(try put("p2") == 409)
        #expect(try put("p3") == 200)
        for (id, uid, org) in [(one, "p3", 1), (two, "p2", 1), (theirs, "p3", org)] {
            let read = try house.ask("GET", "/api/datasources/uid/\(uid)", org: org).json()
            #expect(read["id"]?.int == id)
        }
    }

    // MARK: Credentials that are none

    @Test("A-024: each kind of bad credential has one text, the same on both planes")
    func badCredentialsHaveOneText() throws {
        _ = try house.source("p1", url: house.upstream.url, org: 1)
        let disabled = try house.user("disabled")
        let robot = try house.robot("Viewer", org: 1)
        let gone = try house.robot("Viewer", org: 1)
        _ = try house.ask("POST", "/api/admin/users/\(disabled.id)/disable")
        _ = try house.ask("PATCH", "/api/serviceaccounts/\(robot.account)", #"{"isDisabled":true}"#)
        _ = try house.ask("DELETE", "/api/serviceaccounts/\(gone.account)")
        let port = house.server.port
        let long = String(repeating: "x", count: 20_000)
        let credentials: [(String, [String?])] = [
            ("Unauthorized", [nil]),
            ("Invalid API key", ["Bearer glsa_unknown", robot.caller.authorization, gone.caller.authorization]),
            (
                "Invalid Basic Auth Header",
                ["bearer x", "Bearer", "Bearer  x", "Basic !!!", "Token x", "", "Bearer \(long)", "Basic \(long)"]
            ),
            (
                "Invalid username or password",
                [
                    disabled.caller.authorization, Caller(port: port, user: "nobody", password: "x").authorization,
                    Caller(port: port, user: "admin", password: "x").authorization,
                ]
            ),
        ]
        for (text, values) in credentials {
            for value in values {
                let caller = Caller(port: port, authorization: value)
                let (control, data) = (
                    try house.ask("GET", "/api/datasources", as: caller),
                    try house.ask("GET", "/api/datasources/proxy/uid/p1/x", as: caller)
                )
                #expect(control.status == 401 && data.status == 401, "\(value?.prefix(40) ?? "none")")
                #expect(try control.json()["message"]?.string == text)
                #expect(control.body == data.body)
            }
        }
        #expect(house.upstream.requests.isEmpty)
    }
}
