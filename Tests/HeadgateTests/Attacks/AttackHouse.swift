import Foundation
import TestSupport
import Testing

/// The real executable with a source `p1` that holds secrets, a recording data source behind it, and everything that
/// came back.
final class AttackHouse: Sendable {
    static let basic = "CANARY-BASIC/7f3+9k"
    static let header = "CANARY-HDR\"x8/1m"
    static let path = "/api/datasources/proxy/uid/p1"

    let server: HeadgateProcess
    let upstream: ScriptedUpstream
    let viewer: Caller
    let editor: Caller
    let admin: Caller
    private let answers = Watched([RawAnswer]())
    private let tokens: [String]

    /// `host`, `type` and `jsonData` are p1's; `answer` is what its server says.
    init(
        arguments: [String] = [], host: String = "127.0.0.1", type: String = "graphite", jsonData: JSONTree = [:],
        answer: @escaping @Sendable (ScriptedUpstream.Request) -> [ScriptedUpstream.Step] = { request in
            [.send(ScriptedUpstream.answer("source \(request.target)"))]
        }
    ) throws {
        upstream = try ScriptedUpstream(answer: answer)
        server = try HeadgateProcess(arguments: arguments)
        let port = server.port
        let root = server.admin
        let made = try HeadgateProcess.Role.allCases.map { role in
            let body: JSONTree = ["name": .string("key-\(role.rawValue)"), "role": .string(role.rawValue)]
            guard let key = try root.call("POST", "/api/auth/keys", json: body).json()["key"]?.string else {
                throw TestSupportError.unexpected("no key for \(role)")
            }
            return key
        }
        tokens = made
        viewer = Caller(port: port, authorization: "Bearer \(made[0])")
        editor = Caller(port: port, authorization: "Bearer \(made[1])")
        admin = Caller(port: port, authorization: "Bearer \(made[2])")
        let url = upstream.url.replacingOccurrences(of: "127.0.0.1", with: host) + "/base"
        _ = try admin.createSource(Self.source("p1", url: url, type: type, jsonData: jsonData))
    }

    static func source(
        _ uid: String, url: String, type: String = "graphite", jsonData: JSONTree = [:]
    ) -> JSONTree {
        var settings = jsonData.object ?? [:]
        settings["httpHeaderName1"] = "X-Api-Key"
        return [
            "uid": .string(uid), "name": .string("source \(uid)"), "type": .string(type), "access": "proxy",
            "url": .string(url), "basicAuth": true, "basicAuthUser": "user", "jsonData": .object(settings),
            "secureJsonData": ["basicAuthPassword": .string(basic), "httpHeaderValue1": .string(header)],
        ]
    }

    /// What p1's server gets in Authorization.
    static var authorization: String { "Basic " + Data("user:\(basic)".utf8).base64EncodedString() }

    @discardableResult
    func call(
        _ caller: Caller, _ method: String, _ target: String, fields: [(String, String)] = [], body: [UInt8]? = nil
    ) throws -> RawAnswer {
        let answer = try caller.call(method, target, fields: fields, body: body)
        answers.change { $0.append(answer) }
        return answer
    }

    @discardableResult
    func call(_ caller: Caller, _ method: String, _ target: String, json: JSONTree) throws -> RawAnswer {
        try call(
            caller, method, target, fields: [("Content-Type", "application/json")], body: Array(json.text.utf8))
    }

    /// Sends exact bytes on a connection of their own and reads one answer; nil when there is none.
    func raw(_ bytes: [UInt8], to method: String = "GET") throws -> RawAnswer? {
        let connection = try RawConnection(port: server.port)
        try connection.sendTolerant(bytes)
        guard let answer = try? connection.readAnswer(to: method) else { return nil }
        answers.change { $0.append(answer) }
        return answer
    }

    func raw(_ text: String) throws -> RawAnswer? { try raw(Array(text.utf8)) }

    /// The head of a call to p1 by an admin, up to its last field.
    func head(_ method: String = "POST", _ remainder: String = "/x") -> String {
        "\(method) \(Self.path)\(remainder) HTTP/1.1\r\nHost: h\r\nAuthorization: \(admin.authorization ?? "")\r\n"
    }

    /// After every case: the server serves, no secret is in anything it gave away, and no caller's credential reached
    /// a source.
    func expectSound(except allowed: [String] = [], at location: SourceLocation = #_sourceLocation) throws {
        #expect(try admin.call("GET", "/api/health").status == 200, sourceLocation: location)
        let secrets = [Self.basic, Self.header].filter { !allowed.contains($0) }
        let everything = secrets + tokens + [HeadgateProcess.adminPassword]
        for answer in answers.current {
            let fields = answer.fields.map { "\($0.name): \($0.value)\n" }.joined()
            CanaryScan.expectNone(of: everything, in: Array(fields.utf8) + answer.body, "an answer", at: location)
        }
        let printed = server.printed
        CanaryScan.expectNone(of: everything, in: printed.output + printed.errors, "the log", at: location)
        try CanaryScan.expectNone(of: everything, inFilesOf: server.dataDirectory.path)
        for connection in upstream.connections.current {
            CanaryScan.expectNone(
                of: tokens + [HeadgateProcess.adminPassword], in: connection.received, "a source's request",
                at: location)
        }
    }

    /// Runs Python over the database's file, as somebody with write access to it would.
    func tamper(_ script: String) throws {
        let program =
            "import sqlite3\ndb = sqlite3.connect(\"\(server.dataDirectory.file("headgate.db"))\")\n" + script
            + "\ndb.commit()\n"
        let run = try ChildProcess.python(["-c", program])
        try #require(run.exit == .code(0), "\(run.errorText)")
    }
}
