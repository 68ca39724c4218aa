import Bytes
import Catalog
import Foundation
import JSON
import TestSupport

@testable import Query

/// One file of `Tests/Conformance/vectors`: a source, what its upstream answers, and rows of what a real Grafana 12.4.0 asked for a query
/// and answered.
struct VectorFile {
    struct Row {
        let name: String
        let queries: [NativeQuery]
        /// Requests in the form that `vectors.py` compares.
        let sent: [String]
        let status: Int
        let response: JSONTree
    }

    let source: DataSource
    let canned: [CannedAnswer]
    /// Without the rows whose times are not milliseconds: those test who reads times.
    let rows: [Row]
    let ignoredKeys: Set<String>

    init(_ name: String) throws {
        let url = URL(filePath: Repository.path("Tests/Conformance/vectors/\(name).jsonl"))
        let lines = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map { Array($0) }
        let head = try Self.value(lines.first ?? [])
        source = Self.source(head["source"] ?? [:])
        canned = (head["upstream"]?.arrayValue ?? []).map { CannedAnswer($0) }
        ignoredKeys = Set((head["ignore"]?.arrayValue ?? []).compactMap(\.stringValue))
        rows = try lines.dropFirst().compactMap(Self.row)
    }

    private static func value(_ line: [UInt8]) throws -> JSONValue { try JSONValue(parsing: line.span) }

    private static func source(_ body: JSONValue) -> DataSource {
        DataSource(
            id: 1, uid: "vectors", orgID: 1, name: "vectors", type: body["type"]?.stringValue ?? "", access: "proxy",
            url: "http://upstream.test", database: body["database"]?.stringValue ?? "",
            jsonData: body["jsonData"] ?? [:])
    }

    private static func row(_ line: [UInt8]) throws -> Row? {
        let value = try value(line)
        let tree = try JSONTree(parsing: line)
        guard let request = value["request"], let range = TimeRange(milliseconds: request) else { return nil }
        return Row(
            name: tree["name"]?.string ?? "",
            queries: (request["queries"]?.arrayValue ?? []).compactMap { NativeQuery($0, range: range) },
            sent: (tree["sent"]?.array ?? []).map { SentRequest($0).canonical }.sorted(),
            status: tree["status"]?.int ?? 0, response: tree["response"] ?? .null)
    }
}

extension TimeRange {
    /// Nothing when `from` or `to` is not a number of milliseconds.
    init?(milliseconds request: JSONValue) {
        guard let from = request["from"]?.stringValue.flatMap({ Int64($0) }),
            let to = request["to"]?.stringValue.flatMap({ Int64($0) })
        else { return nil }
        self.init(from: FrameTime(milliseconds: from), to: FrameTime(milliseconds: to))
    }
}

extension NativeQuery {
    init?(_ model: JSONValue, range: TimeRange) {
        guard let model = model.objectValue else { return nil }
        self.init(
            refID: model["refId"]?.stringValue ?? "A", queryType: model["queryType"]?.stringValue ?? "",
            intervalMilliseconds: model["intervalMs"]?.int64Value ?? 1_000,
            maxDataPoints: model["maxDataPoints"]?.int64Value ?? 100, range: range, model: model)
    }
}
