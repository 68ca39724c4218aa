import Bytes
import Catalog
import Foundation
import JSON
import TestSupport

@testable import Query

/// The steps of one recorded conversation that ask sources of one type, put to that type's language without I/O: health checks, resource
/// calls and queries. What the endpoints add (statuses of errors, roles) is checked by `conform.py` against a whole server.
struct RecordedRun {
    /// Steps that were compared.
    private(set) var steps = 0
    private(set) var failures: [String] = []
    private var source: DataSource?

    /// `name` is the file's below `recorded/grafana-12.4.0`, without its extension.
    init(_ name: String, _ types: Set<String>, of language: some SourceLanguage) async throws {
        let url = URL(filePath: Repository.path("Tests/Conformance/recorded/grafana-12.4.0/\(name).json"))
        let limits = JSONLimits(bytesMax: 16 << 20)
        let talk = try JSONValue(parsing: Array(Data(contentsOf: url)).span, limits: limits)
        let canned = (talk["upstream"]?.arrayValue ?? []).map { CannedAnswer($0) }
        for step in talk["steps"]?.arrayValue ?? [] {
            guard let request = step["request"], let path = request["path"]?.stringValue else { continue }
            if path == "/api/datasources" {
                source = DataSource(recorded: request["json"] ?? [:])
                continue
            }
            // Refused connections are about the door, roles about the endpoints.
            guard let source, types.contains(source.type), source.url.hasPrefix("http://upstream.test"),
                request["as"] == nil
            else { continue }
            let asked = try AskedSource(source, behind: VectorDoor(canned))
            guard let answer = try await Self.answer(to: request, path: path, asked, language) else { continue }
            steps += 1
            let reasons = try Self.compare(step, answer)
            if !reasons.isEmpty { failures.append("\(step["name"]?.stringValue ?? "?"): \(reasons)") }
        }
    }

    private typealias Answer = (status: Int, body: [UInt8]?)

    /// Nothing for a step that asks no source.
    private static func answer(
        to request: JSONValue, path: String, _ source: AskedSource, _ language: some SourceLanguage
    ) async throws -> Answer? {
        if path == "/api/ds/query", let body = request["json"] {
            let queries = (body["queries"]?.arrayValue ?? []).compactMap { model in
                TimeRange(milliseconds: body).flatMap { NativeQuery(model, range: $0) }
            }
            let results = await language.query(queries, of: source) ?? [:]
            return (results.values.contains { $0.error != nil } ? 400 : 200, VectorRun.json(of: results))
        }
        if path.hasSuffix("/health") {
            guard let report = await language.health(of: source) else { return (404, nil) }
            return (report.status == .ok ? 200 : 400, json(of: report))
        }
        guard let resource = path.firstRange(of: "/resources/") else { return nil }
        return Self.answer(of: await language.resource(call(request, path[resource.upperBound...]), of: source))
    }

    private static func call(_ request: JSONValue, _ target: Substring) -> ResourceCall {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var body = ByteBuffer()
        if let json = request["json"] { body.appendJSON(json) } else { body.append(request["body"]?.stringValue ?? "") }
        return ResourceCall(
            request["method"]?.stringValue ?? "GET", parts.first ?? "", query: parts.dropFirst().first,
            body: body.span.copy())
    }

    private static func answer(of outcome: ResourceOutcome) -> Answer {
        switch outcome {
        case .answer(let status, _, let body): (status, body)
        case .notFound: (404, nil)
        case .refused: (403, nil)
        case .methodRefused: (405, nil)
        case .badRequest(let text): (400, Array("{\"error\":\"\(text)\"}".utf8))
        case .unavailable: (503, nil)
        case .failed, .unreachable: (500, nil)
        }
    }

    private static func json(of report: HealthReport) -> [UInt8] {
        var members: JSONObject = ["message": .string(report.message), "status": .string(report.status.rawValue)]
        if let details = report.details { members["details"] = .object(details) }
        var json = ByteBuffer()
        json.appendJSON(.object(members))
        return json.span.copy()
    }

    private static func compare(_ step: JSONValue, _ answer: Answer) throws -> [String] {
        let wanted = step["instead"] ?? step["response"] ?? [:]
        var reasons: [String] = []
        if wanted["status"]?.int64Value != Int64(answer.status) {
            reasons.append("status \(answer.status), not \(wanted["status"] ?? .null)")
        }
        guard let json = wanted["json"], let body = answer.body else { return reasons }
        var text = ByteBuffer()
        text.appendJSON(json)
        return try reasons + JSONDifference.between(JSONTree(parsing: text.span.copy()), JSONTree(parsing: body))
    }
}

extension DataSource {
    fileprivate init(recorded body: JSONValue) {
        let url = (body["url"]?.stringValue ?? "").replacing("{{upstream}}", with: "http://upstream.test")
        self.init(
            id: 1, uid: "recorded", orgID: 1, name: "recorded", type: body["type"]?.stringValue ?? "", access: "proxy",
            url: url, database: body["database"]?.stringValue ?? "", jsonData: body["jsonData"] ?? [:])
    }
}
