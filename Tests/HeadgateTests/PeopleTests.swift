import Foundation
import TestSupport
import Testing

/// Users, organisations, teams and tokens of a live server: who is let in where, on both planes, from one call to the next.
@Suite struct PeopleTests {
    private let house: PeopleHouse

    init() throws { house = try PeopleHouse() }

    // MARK: Organisations

    @Test("A-006, A-007, A-008, A-009: nobody reaches another organisation's source by any door")
    func organizationsAreApart() throws {
        let other = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("two"))] }
        let org = try house.made("/api/orgs", #"{"name":"Two"}"#, "orgId")
        let (mine, theirs) = (
            try house.source("same", url: house.upstream.url, org: 1),
            try house.source("same", url: other.url, org: org)
        )
        _ = try house.source("only", url: house.upstream.url, org: 1)
        let (one, two) = (try house.robot("Admin", org: 1).caller, try house.robot("Admin", org: org).caller)
        for _ in 0..<20 {
            #expect(try house.ask("GET", "/api/datasources/proxy/uid/same/x", as: one).text == "one")
            #expect(try house.ask("GET", "/api/datasources/proxy/uid/same/x", as: two).text == "two")
            #expect(try house.ask("GET", "/api/datasources/proxy/uid/same/x", org: org).text == "two")
        }
        for value in ["1", "2", "1,2", " 1", "+1", "01", "1.0", "-1", "9223372036854775808"] {
            let field = [("X-Grafana-Org-Id", value)]
            #expect(try two.call("GET", "/api/datasources/proxy/uid/same/x?orgId=1", fields: field).text == "two")
            #expect(try two.call("GET", "/api/datasources/\(mine)", fields: field).status == 404)
        }
        for target in ["proxy/\(mine)/x", "\(mine)", "uid/only", "name/only", "id/only", "proxy/uid/only/x"] {
            #expect(try house.ask("GET", "/api/datasources/\(target)", as: two).status == 404, "\(target)")
        }
        for method in ["PUT", "DELETE"] {
            let body = method == "PUT" ? #"{"name":"x","type":"graphite","access":"proxy","url":"http://x.test"}"# : nil
            #expect(try house.ask(method, "/api/datasources/\(mine)", body, as: two).status == 404)
        }
        #expect(try house.ask("GET", "/api/datasources/\(theirs)", as: two).status == 200)
        #expect(try house.ask("GET", "/api/datasources", as: two).json().array?.count == 1)
    }

    @Test("A-029: who has no place in an organisation cannot tell what is there")
    func outsidersLearnNothing() throws {
        let org = try house.made("/api/orgs", #"{"name":"Two"}"#, "orgId")
        let id = try house.source("hidden", url: house.upstream.url, org: org)
        let outsider = try house.user("outsider").caller
        let pairs = [
            ("/api/datasources/uid/hidden", "/api/datasources/uid/unused"),
            ("/api/datasources/\(id)", "/api/datasources/999999"),
            ("/api/datasources/name/hidden", "/api/datasources/name/unused"),
            ("/api/datasources/proxy/uid/hidden/x", "/api/datasources/proxy/uid/unused/x"),
            ("/api/datasources/proxy/\(id)/x", "/api/datasources/proxy/999999/x"),
        ]
        for (there, unused) in pairs {
            let a = try house.ask("GET", there, org: org, as: outsider)
            let b = try house.ask("GET", unused, org: org, as: outsider)
            let c = try house.ask("GET", there, org: 999_999, as: outsider)
            #expect(a.status == 403 && b.status == 403 && c.status == 403, "\(there): \(a.status) \(b.status)")
            let messages = try [a, b, c].map { try $0.json()["message"]?.string }
            #expect(Set(messages).count == 1)
        }
        #expect(house.upstream.requests.isEmpty)
    }

    @Test func malformedOrganizationIsRefusedOnBothPlanes() throws {
        _ = try house.source("same", url: house.upstream.url, org: 1)
        for target in ["/api/datasources", "/api/datasources/proxy/uid/same/x"] {
            for value in ["x", "0", "01", "1,2"] {
                let answer = try house.server.admin.call("GET", target, fields: [("X-Grafana-Org-Id", value)])
                #expect(answer.status == 400, "\(target) \(value)")
            }
            let two = [("X-Grafana-Org-Id", "1"), ("X-Grafana-Org-Id", "1")]
            #expect(try house.server.admin.call("GET", target, fields: two).status == 400)
        }
    }

    // MARK: Rights that end

    @Test("A-019: what was taken away is gone on the very next call, on both planes")
    func rightsEndAtOnce() throws {
        _ = try house.source("s", url: house.upstream.url, org: 1)
        let targets = ["/api/datasources", "/api/datasources/proxy/uid/s/x"]
        func expect(_ status: Int, _ caller: Caller, _ comment: Comment) throws {
            for target in targets { #expect(try house.ask("GET", target, as: caller).status == status, comment) }
        }
        let (account, token, key) = try house.robot("Viewer", org: 1)
        try expect(200, key, "a new token")
        _ = try house.ask("PATCH", "/api/serviceaccounts/\(account)", #"{"isDisabled":true}"#)
        try expect(401, key, "a disabled account")
        _ = try house.ask("PATCH", "/api/serviceaccounts/\(account)", #"{"isDisabled":false,"role":"None"}"#)
        try expect(403, key, "a role of none")
        _ = try house.ask("PATCH", "/api/serviceaccounts/\(account)", #"{"role":"Viewer"}"#)
        try expect(200, key, "enabled again")
        _ = try house.ask("DELETE", "/api/serviceaccounts/\(account)/tokens/\(token)")
        try expect(401, key, "a deleted token")

        let (ann, password) = try house.user("ann")
        try expect(200, password, "a new user")
        _ = try house.ask("POST", "/api/admin/users/\(ann)/disable")
        try expect(401, password, "a disabled user")
        _ = try house.ask("POST", "/api/admin/users/\(ann)/enable")
        try expect(200, password, "an enabled user")
        _ = try house.ask("DELETE", "/api/org/users/\(ann)")
        try expect(403, password, "no member")
        _ = try house.ask("POST", "/api/org/users", #"{"loginOrEmail":"ann","role":"Viewer"}"#)
        try expect(200, password, "a member again")
        _ = try house.ask("PUT", "/api/admin/users/\(ann)/password", #"{"password":"another"}"#)
        try expect(401, password, "an old password")
        let changed = Caller(port: house.server.port, user: "ann", password: "another")
        try expect(200, changed, "the new password")
        _ = try house.ask("DELETE", "/api/admin/users/\(ann)")
        try expect(401, changed, "a deleted user")
    }

    @Test("A-012: a team and a service account made anew under an old name have nothing of the old ones")
    func recreatedNamesStartEmpty() throws {
        let ann = try house.user("ann").id
        let team = try house.made("/api/teams", #"{"name":"T"}"#, "teamId")
        _ = try house.ask("POST", "/api/teams/\(team)/members", #"{"userId":\#(ann)}"#)
        _ = try house.ask("DELETE", "/api/teams/\(team)")
        let again = try house.made("/api/teams", #"{"name":"T"}"#, "teamId")
        #expect(again != team)
        #expect(try house.ask("GET", "/api/teams/\(again)/members").json().array?.count == 1)
        #expect(try house.ask("GET", "/api/users/\(ann)/teams").json().array?.isEmpty == true)

        let account = try house.made("/api/serviceaccounts", #"{"name":"r","role":"Admin"}"#)
        let key = try house.ask("POST", "/api/serviceaccounts/\(account)/tokens", #"{"name":"k"}"#).json()["key"]?
            .string
        _ = try house.ask("DELETE", "/api/serviceaccounts/\(account)")
        #expect(try house.made("/api/serviceaccounts", #"{"name":"r","role":"Admin"}"#) != account)
        let old = Caller(port: house.server.port, authorization: "Bearer \(key ?? "")")
        #expect(try house.ask("GET", "/api/datasources", as: old).status == 401)
    }

    @Test("A-018: no call is made as another's identity")
    func identitiesAreNotShared() throws {
        let key = try #require(try house.robot("Admin", org: 1).caller.authorization)
        let port = house.server.port
        let strays = try Parallel.run(4) { _ in (try? Self.strays(port, key)) ?? -1 }
        #expect(strays == [0, 0, 0, 0])
    }

    /// Calls with and without a credential in turn over one connection; how many were answered as the other kind.
    private static func strays(_ port: UInt16, _ key: String) throws -> Int {
        let connection = try RawConnection(port: port)
        var strays = 0
        for number in 0..<300 {
            let isKnown = number % 2 == 0
            let field = isKnown ? "Authorization: \(key)\r\n" : ""
            try connection.send("GET /api/org/users HTTP/1.1\r\nHost: h\r\n\(field)\r\n")
            if try connection.readAnswer().status != (isKnown ? 200 : 401) { strays += 1 }
        }
        return strays
    }

    // MARK: Guessing

    @Test func guessesAreSlowedAndTokensAreNot() throws {
        _ = try house.ask("GET", "/api/org")  // admin is known from this address
        let ann = try house.user("ann").caller
        let key = try house.robot("Viewer", org: 1).caller
        let port = house.server.port
        // Side by side, and on while ann asks: on a machine that takes seconds for each, what is forgotten would keep up with one after
        // another. As many as an address may have checked at once, so that nothing but the count of failures refuses one unchecked.
        let guesses = Watched((isOver: false, answers: [RawAnswer]()))
        for guesser in 0..<4 {
            Parallel.start {
                let user = guesser % 2 == 0 ? "ann" : "nobody"
                while case let (isOver, answers) = guesses.current, !isOver {
                    let guess = Caller(port: port, user: user, password: "guess \(answers.count)")
                    guard let answer = try? guess.call("GET", "/api/org") else { return }
                    guesses.change { $0.answers.append(answer) }
                }
            }
        }
        defer { guesses.change { $0.isOver = true } }
        try guesses.wait(for: "40 guesses", by: .after(seconds: 600)) { $0.answers.count >= 40 }
        #expect(try house.ask("GET", "/api/org", as: ann).status == 401, "this address and this user have to wait")
        let answers = guesses.change { guesses in
            guesses.isOver = true
            return guesses.answers
        }
        for answer in answers {
            #expect(answer.status == 401)
            #expect(try answer.json()["message"] == "Invalid username or password")
        }
        #expect(try house.ask("GET", "/api/org", as: key).status == 200)
        #expect(try house.ask("GET", "/api/org").status == 200)
    }

    // MARK: The last of a kind

    @Test func theLastAdminAndTheLastOrganizationStay() throws {
        let id = try #require(try house.ask("GET", "/api/user").json()["id"]?.int)
        let refused: [(String, String, String?)] = [
            ("DELETE", "/api/admin/users/\(id)", nil), ("POST", "/api/admin/users/\(id)/disable", nil),
            ("PUT", "/api/admin/users/\(id)/permissions", #"{"isGrafanaAdmin":false}"#),
            ("DELETE", "/api/org/users/\(id)", nil), ("PATCH", "/api/org/users/\(id)", #"{"role":"Viewer"}"#),
            ("DELETE", "/api/orgs/1", nil),
        ]
        for (method, target, body) in refused {
            let answer = try house.ask(method, target, body)
            #expect(answer.status == 400, "\(method) \(target)")
            #expect(try answer.json()["message"]?.string?.isEmpty == false)
        }
        let alone = try house.server.command(["org", "delete", "1"])
        #expect(alone.exit == .code(1))
        #expect(alone.errorText.contains("it is the last organisation"))
    }

    @Test func namesThatDifferInCaseOrFormAreTaken() throws {
        _ = try house.user("René")
        let (accounts, teams) = ("/api/admin/users", "/api/teams")
        for login in ["rene\u{301}", "RENÉ", "ＲENÉ"] {
            let answer = try house.ask("POST", accounts, #"{"login":"\#(login)","password":"pass word"}"#)
            #expect(answer.status == 412 || answer.status == 400, "\(login): \(answer.status)")
        }
        #expect(try house.ask("POST", "/api/orgs", #"{"name":"MAIN ORG."}"#).status == 409)
        #expect(try house.ask("POST", teams, #"{"name":"Blue"}"#).status == 200)
        #expect(try house.ask("POST", teams, #"{"name":"bLUE"}"#).status == 409)
    }

    // MARK: The command line

    @Test func theCommandLineUsesTheSameServices() throws {
        let made = try house.server.command(["user", "create", "--login", "cli", "--email", "cli@example.test"])
        let password = made.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(made.exit == .code(0) && password.count == 24)
        let org = try house.server.command(["org", "create", "--name", "By CLI"]).outputText
            .trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try house.server.command(["org", "add", "cli", "--role", "Admin", "--org", org]).exit == .code(0))
        #expect(try house.server.command(["team", "create", "--name", "T", "--org", org]).exit == .code(0))
        #expect(try house.server.command(["team", "add", "cli", "--team", "t", "--org", org]).exit == .code(0))
        #expect(try house.server.command(["team", "list", "--org", org]).outputText.contains("\t1\tT\n"))
        let caller = Caller(port: house.server.port, user: "cli", password: password)
        let deadline = Deadline.after(seconds: 10)
        while try house.ask("GET", "/api/teams/search", org: Int(org), as: caller).json()["totalCount"]?.int != 1 {
            try #require(!deadline.hasPassed)
        }
        #expect(try house.server.command(["user", "create", "--login", "CLI@example.test"]).exit == .code(1))
        #expect(try house.server.command(["user", "delete", "Cli"]).exit == .code(0))
        while try house.ask("GET", "/api/org", as: caller).status != 401 { try #require(!deadline.hasPassed) }
    }
}
