import Foundation
import TestSupport
import Testing

/// A live server with an upstream behind it, and short ways to make who calls it.
struct PeopleHouse {
    let server: HeadgateProcess
    let upstream: ScriptedUpstream

    init(arguments: [String] = []) throws {
        server = try HeadgateProcess(arguments: arguments)
        upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("one"))] }
    }

    private static let json = ("Content-Type", "application/json")

    /// As the server's admin unless somebody else is named.
    func ask(
        _ method: String, _ target: String, _ body: String? = nil, org: Int? = nil, as caller: Caller? = nil
    ) throws -> RawAnswer {
        var fields = body == nil ? [] : [Self.json]
        if let org { fields.append(("X-Grafana-Org-Id", String(org))) }
        return try (caller ?? server.admin).call(method, target, fields: fields, body: body.map { Array($0.utf8) })
    }

    func made(_ target: String, _ body: String, _ key: String = "id", org: Int? = nil) throws -> Int {
        let answer = try ask("POST", target, body, org: org)
        return try #require(try answer.json()[key]?.int, "\(answer.status) \(answer.text)")
    }

    func user(_ login: String, password: String = "pass word") throws -> (id: Int, caller: Caller) {
        let id = try made("/api/admin/users", #"{"login":"\#(login)","password":"\#(password)"}"#)
        return (id, Caller(port: server.port, user: login, password: password))
    }

    /// A service account's token, and its ids.
    func robot(_ role: String, org: Int) throws -> (account: Int, token: Int, caller: Caller) {
        let name = UUID().uuidString
        let account = try made("/api/serviceaccounts", #"{"name":"\#(name)","role":"\#(role)"}"#, org: org)
        let answer = try ask("POST", "/api/serviceaccounts/\(account)/tokens", #"{"name":"\#(name)"}"#, org: org).json()
        let (token, key) = (try #require(answer["id"]?.int), try #require(answer["key"]?.string))
        return (account, token, Caller(port: server.port, authorization: "Bearer \(key)"))
    }

    func source(_ uid: String, url: String, org: Int) throws -> Int {
        let body = #"{"name":"\#(uid)","uid":"\#(uid)","type":"graphite","access":"proxy","url":"\#(url)"}"#
        return try made("/api/datasources", body, org: org)
    }

    /// `level` empty takes away; `principal` such as `users/3`.
    func grant(_ level: String, to principal: String, on uid: String, org: Int? = nil) throws {
        let target = "/api/access-control/datasources/\(uid)/\(principal)"
        let answer = try ask("POST", target, #"{"permission":"\#(level)"}"#, org: org)
        #expect(answer.status == 200, "\(target): \(answer.text)")
    }
}
