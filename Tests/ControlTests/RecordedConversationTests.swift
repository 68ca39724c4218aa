import Foundation
import Testing

@testable import Control

/// The recorded conversations about data sources, replayed against the router in process and compared as `conform.py` compares.
@Suite struct RecordedConversationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Conformance/recorded")

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    static let conversations = [
        "grafana-12.4.0/01-lifecycle", "grafana-12.4.0/02-create-shapes", "grafana-12.4.0/03-errors",
        "grafana-12.4.0/04-versions-and-secrets", "grafana-12.4.0/05-default", "grafana-6.5.1/01-lifecycle",
        "grafana-6.5.1/02-create-shapes", "grafana-6.5.1/05-default",
    ]

    /// Keys of which only the type is compared, and keys that are not looked at.
    private static let loose: Set = ["id", "uid", "typeLogoUrl", "typeName", "orgId", "accessErrorId", "key"]
    private static let ignored: Set = [
        "traceID", "accessControl", "password", "basicAuthPassword", "messageId", "statusCode", "extra", "apiVersion",
    ]

    @Test(.enabled(if: isThere), arguments: conversations)
    func everyStepAnswersAsRecorded(conversation: String) async throws {
        let house = try ControlHarness()
        let data = try Data(contentsOf: Self.folder.appending(path: conversation + ".json"))
        let talk = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var saved = ["stamp": "4711", "upstream": "http://127.0.0.1:9961"]
        for step in try #require(talk["steps"] as? [[String: Any]]) {
            let answer = try await send(try #require(step["request"] as? [String: Any]), saved, to: house)
            let got = try? JSONSerialization.jsonObject(with: Data(answer.text.utf8), options: .fragmentsAllowed)
            for (name, path) in step["save"] as? [String: String] ?? [:] {
                saved[name] = Self.dig(got, path).map { "\($0)" }
            }
            let wanted = try #require((step["instead"] ?? step["response"]) as? [String: Any])
            let name = Comment(rawValue: "\(step["name"] ?? "")")
            #expect(answer.status == wanted["status"] as? Int, name)
            guard let json = wanted["json"], step["compare"] as? String ?? "full" == "full" || step["instead"] != nil
            else {
                continue
            }
            let ignored = Self.ignored.union(step["ignore"] as? [String] ?? [])
            #expect(Self.differences(Self.fill(json, saved), got ?? NSNull(), "", ignored) == [], name)
        }
    }

    private func send(
        _ request: [String: Any], _ saved: [String: String], to house: ControlHarness
    ) async throws -> Answer {
        let callers: [String: ControlHarness.Caller] = [
            "admin": .admin, "editor": .editor, "viewer": .viewer, "none": .nobody, "bad": .stranger,
        ]
        let caller = try #require(callers[request["as"] as? String ?? "admin"])
        let path = try #require(Self.fill(request["path"] ?? "", saved) as? String)
        var body = Self.fill(request["body"] ?? NSNull(), saved) as? String
        if let json = request["json"] {
            body = String(decoding: try JSONSerialization.data(withJSONObject: Self.fill(json, saved)), as: UTF8.self)
        }
        let fields = (request["headers"] as? [String: String] ?? [:]).map { "\($0): \($1)" }
        return try await house.send("\(request["method"] ?? "GET") \(path)", as: caller, body, fields: fields)
    }

    private static func fill(_ value: Any, _ saved: [String: String]) -> Any {
        switch value {
        case let text as String: saved.reduce(text) { $0.replacing("{{\($1.key)}}", with: $1.value) }
        case let list as [Any]: list.map { fill($0, saved) }
        case let object as [String: Any]: object.mapValues { fill($0, saved) }
        default: value
        }
    }

    private static func dig(_ value: Any?, _ path: String) -> Any? {
        path.split(separator: ".").reduce(value) { value, part in
            (value as? [String: Any])?[String(part)] ?? Int(part).flatMap { (value as? [Any])?[$0] }
        }
    }

    private static func differences(_ wanted: Any, _ got: Any, _ key: String, _ ignored: Set<String>) -> [String] {
        if loose.contains(key) { return type(of: wanted) == type(of: got) ? [] : ["\(key): \(got)"] }
        if let wanted = wanted as? [String: Any] {
            guard let got = got as? [String: Any] else { return ["\(key): \(got)"] }
            return wanted.filter { !ignored.contains($0.key) }.flatMap { name, value in
                got[name].map { differences(value, $0, name, ignored) }
                    ?? (value is NSNull ? [] : ["\(name) is missing"])
            }
        }
        if let wanted = wanted as? [Any] {
            guard let got = got as? [Any], got.count == wanted.count else { return ["\(key): \(got)"] }
            return zip(wanted, got).flatMap { differences($0, $1, key, ignored) }
        }
        return (wanted as? NSObject) == (got as? NSObject) ? [] : ["\(key): \(got), not \(wanted)"]
    }
}
