import TestSupport
import Testing

/// Credentials that open nothing: one text each, on every door of both planes, and nothing reaches the data source.
@Suite struct CredentialTests {
    private let house: PeopleHouse
    private let doors: [String]

    init() throws {
        house = try PeopleHouse()
        let id = try house.source("p1", url: house.upstream.url, org: 1)
        doors = [
            "/api/datasources", "/api/datasources/\(id)", "/api/datasources/uid/p1",
            "/api/datasources/proxy/\(id)/render",
            "/api/datasources/proxy/uid/p1/render", "/api/datasources/uid/p1/health", "/api/user", "/api/org",
            "/api/datasources/uid/p1/resources/functions",
        ]
    }

    private func expect(_ text: String, _ caller: Caller, at doors: [String]) throws {
        for door in doors {
            let answer = try caller.call("GET", door)
            #expect(answer.status == 401, "\(door): \(answer.status)")
            #expect(try answer.json()["message"]?.string == text, "\(door): \(answer.text)")
        }
        #expect(house.upstream.requests.isEmpty)
    }

    @Test func tokensEndAtTheirExpiry() throws {
        let made = try house.ask("POST", "/api/auth/keys", #"{"name":"short","role":"Viewer","secondsToLive":1}"#)
        let key = try #require(try made.json()["key"]?.string)
        let account = try house.made("/api/serviceaccounts", #"{"name":"robot","role":"Viewer"}"#)
        let issued = try house.ask(
            "POST", "/api/serviceaccounts/\(account)/tokens", #"{"name":"brief","secondsToLive":1}"#)
        let token = try #require(try issued.json()["key"]?.string, "\(issued.text)")
        for credential in [key, token] {
            let caller = Caller(port: house.server.port, authorization: "Bearer \(credential)")
            let deadline = Deadline.generous
            while try caller.call("GET", "/api/org").status != 401, !deadline.hasPassed {}
            try expect("Expired API key", caller, at: doors)
        }
    }

    @Test func unusableTokensHaveOneText() throws {
        let robot = try house.robot("Viewer", org: 1)
        let token = "/api/serviceaccounts/\(robot.account)/tokens/\(robot.token)"
        #expect(try house.ask("DELETE", token).status == 200)
        try expect("Invalid API key", robot.caller, at: doors)
        for key in [
            "glsa_" + String(repeating: "a", count: 32) + "_00000000", String(repeating: "a", count: 4000), "x",
        ] {
            try expect("Invalid API key", Caller(port: house.server.port, authorization: "Bearer \(key)"), at: doors)
        }
    }

    /// Few, because guesses are slowed after some.
    @Test("A-029: a wrong password, a disabled and an unknown user are refused alike")
    func unusablePasswordsHaveOneText() throws {
        let gone = try house.user("gone")
        #expect(try house.ask("POST", "/api/admin/users/\(gone.id)/disable").status == 200)
        let callers = [
            gone.caller, Caller(port: house.server.port, user: "nobody", password: "pass word"),
            Caller(port: house.server.port, user: "admin", password: "wrong"),
        ]
        for caller in callers {
            try expect(
                "Invalid username or password", caller, at: ["/api/user", "/api/datasources/proxy/uid/p1/render"])
        }
    }
}
