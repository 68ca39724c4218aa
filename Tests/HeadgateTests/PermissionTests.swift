import TestSupport
import Testing

/// Permissions on data sources of a live server, on both planes, from one call to the next.
@Suite struct PermissionTests {
    /// Every door to a source, with the status for whoever may query it.
    private static func doors(_ id: Int, _ uid: String) -> [(method: String, target: String, status: Int)] {
        [
            ("GET", "/api/datasources/\(id)", 200), ("GET", "/api/datasources/uid/\(uid)", 200),
            ("GET", "/api/datasources/name/\(uid)", 200), ("GET", "/api/datasources/id/\(uid)", 200),
            ("DELETE", "/api/datasources/\(id)", 403), ("DELETE", "/api/datasources/uid/\(uid)", 403),
            ("DELETE", "/api/datasources/name/\(uid)", 403),
            ("GET", "/api/access-control/datasources/\(uid)", 403),
            ("GET", "/api/datasources/proxy/\(id)/x", 200), ("GET", "/api/datasources/proxy/uid/\(uid)/x", 200),
        ]
    }

    private static func nobodyMay(_ house: PeopleHouse, _ uid: String, org: Int? = nil) throws {
        for role in ["Viewer", "Editor"] { try house.grant("", to: "builtInRoles/\(role)", on: uid, org: org) }
    }

    private func expect(_ isThere: Bool, _ house: PeopleHouse, _ caller: Caller, _ id: Int, _ comment: Comment) throws {
        for door in Self.doors(id, "p1") {
            let status = try house.ask(door.method, door.target, as: caller).status
            #expect(status == (isThere ? door.status : 404), comment)
        }
        let list = try house.ask("GET", "/api/datasources", as: caller).json().array
        #expect(list?.count == (isThere ? 1 : 0), comment)
    }

    @Test("A-017, A-019: a grant opens every door at once, and its end closes every door at once")
    func grantsHoldFromOneCallToTheNext() throws {
        let house = try PeopleHouse()
        let id = try house.source("p1", url: house.upstream.url, org: 1)
        let (ann, bob) = (try house.user("ann"), try house.user("bob"))
        let robot = try house.robot("Viewer", org: 1)
        let team = try house.made("/api/teams", #"{"name":"T"}"#, "teamId")
        try expect(true, house, ann.caller, id, "a new source is for every Viewer")
        try Self.nobodyMay(house, "p1")
        for caller in [ann.caller, bob.caller, robot.caller] { try expect(false, house, caller, id, "for nobody") }

        try house.grant("Query", to: "users/\(ann.id)", on: "p1")
        try expect(true, house, ann.caller, id, "granted to the user")
        try expect(false, house, bob.caller, id, "granted to somebody else")
        try house.grant("", to: "users/\(ann.id)", on: "p1")
        try expect(false, house, ann.caller, id, "taken away")

        try house.grant("Query", to: "users/\(robot.account)", on: "p1")
        try expect(true, house, robot.caller, id, "granted to the service account")

        try house.grant("Query", to: "teams/\(team)", on: "p1")
        try expect(false, house, bob.caller, id, "not in the team yet")
        #expect(try house.ask("POST", "/api/teams/\(team)/members", #"{"userId":\#(bob.id)}"#).status == 200)
        try expect(true, house, bob.caller, id, "in the team")
        #expect(try house.ask("DELETE", "/api/teams/\(team)/members/\(bob.id)").status == 200)
        try expect(false, house, bob.caller, id, "out of the team")
    }

    @Test("A-012: who or what is made anew under an old name has none of the old grants")
    func grantsEndWithTheirPrincipal() throws {
        let house = try PeopleHouse()
        let id = try house.source("p1", url: house.upstream.url, org: 1)
        try Self.nobodyMay(house, "p1")
        let ann = try house.user("ann")
        try house.grant("Query", to: "users/\(ann.id)", on: "p1")
        try expect(true, house, ann.caller, id, "granted")
        _ = try house.ask("DELETE", "/api/org/users/\(ann.id)")
        _ = try house.ask("POST", "/api/org/users", #"{"loginOrEmail":"ann","role":"Viewer"}"#)
        try expect(false, house, ann.caller, id, "left the organisation and came back")

        try house.grant("Query", to: "users/\(ann.id)", on: "p1")
        _ = try house.ask("DELETE", "/api/admin/users/\(ann.id)")
        try expect(false, house, try house.user("ann").caller, id, "another account of that login")

        let admins = try house.ask("GET", "/api/access-control/datasources/p1").json().array
        #expect(admins?.count == 1)
        try house.grant("Admin", to: "builtInRoles/Viewer", on: "p1")
        _ = try house.ask("DELETE", "/api/datasources/uid/p1")
        let next = try house.source("p1", url: house.upstream.url, org: 1)
        #expect(try house.ask("DELETE", "/api/datasources/\(next)", as: ann.caller).status == 403)
        let viewer = try house.robot("Viewer", org: 1).caller
        try expect(true, house, viewer, next, "a new source has the defaults")
    }

    @Test("A-029: a hidden source is answered with the very bytes of one that does not exist")
    func hiddenSourcesCannotBeTold() throws {
        let house = try PeopleHouse()
        let id = try house.source("p1", url: house.upstream.url, org: 1)
        try Self.nobodyMay(house, "p1")
        let viewer = try house.robot("Viewer", org: 1).caller
        for (there, unused) in zip(Self.doors(id, "p1"), Self.doors(999_999, "p9")) {
            let (hidden, absent) = (
                try house.ask(there.method, there.target, as: viewer),
                try house.ask(unused.method, unused.target, as: viewer)
            )
            #expect(hidden.status == 404 && absent.status == 404, "\(there.target)")
            let names = [hidden, absent].map { $0.fields.map(\.name) }
            #expect(names[0] == names[1])
            #expect(hidden.body.count == absent.body.count)
            if !there.target.contains("proxy") { #expect(hidden.body == absent.body) }
        }
        for target in ["health", "resources/x"] {
            #expect(try house.ask("GET", "/api/datasources/uid/p1/\(target)", as: viewer).status == 404)
        }
        #expect(house.upstream.requests.isEmpty)
    }

    @Test func aServerMayDenyByDefault() throws {
        let house = try PeopleHouse(arguments: ["--data-sources-deny-by-default", "true"])
        let id = try house.source("p1", url: house.upstream.url, org: 1)
        let viewer = try house.robot("Viewer", org: 1).caller
        try expect(false, house, viewer, id, "nothing is granted yet")
        try house.grant("Query", to: "builtInRoles/Viewer", on: "p1")
        try expect(true, house, viewer, id, "granted to the role")
    }
}
