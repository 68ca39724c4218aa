import Bytes
import JSON
import TestSupport

@testable import Query

/// The rows of a vector file put to a language, without I/O.
struct VectorRun {
    /// Rows that were compared.
    private(set) var rows = 0
    /// One line for each row that asked or answered otherwise than Grafana.
    private(set) var failures: [String] = []

    /// `name` is the file's, without its extension.
    init(_ name: String, of language: some SourceLanguage) async throws {
        let file = try VectorFile(name)
        for row in file.rows {
            let door = VectorDoor(file.canned)
            let results = await language.query(row.queries, of: try AskedSource(file.source, behind: door)) ?? [:]
            rows += 1
            let reasons = try Self.compare(row, results, door.sent, ignoring: file.ignoredKeys)
            if !reasons.isEmpty { failures.append("\(name) / \(row.name): " + reasons.joined(separator: "\n    ")) }
        }
    }

    private static func compare(
        _ row: VectorFile.Row, _ results: [String: QueryResult], _ sent: [SentRequest], ignoring ignored: Set<String>
    ) throws -> [String] {
        var reasons: [String] = []
        // Whoever asks a source for its version first may: vectors do not tell.
        let asked = sent.filter { $0.method != "GET" || $0.path != "/" }.map(\.canonical).sorted()
        if asked != row.sent { reasons.append("asked \(asked), not \(row.sent)") }
        let status = results.values.contains { $0.error != nil } ? 400 : 200
        if status != row.status { reasons.append("status \(status), not \(row.status)") }
        guard row.response != .null else { return reasons }
        let answer = try JSONTree(parsing: json(of: results))
        return reasons + JSONDifference.between(row.response, answer, ignoring: ignored)
    }

    /// The body of an answer to `/api/ds/query`.
    static func json(of results: [String: QueryResult]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("results")
        json.beginObject()
        for (refID, result) in results {
            json.key(refID)
            append(result, refID: refID, to: &json)
        }
        json.endObject()
        json.endObject()
        return json.finish().span.copy()
    }

    private static func append(_ result: QueryResult, refID: String, to json: inout JSONWriter) {
        json.beginObject()
        if let error = result.error {
            json.key("error")
            json.string(error.text)
            if let blame = error.blame {
                json.key("errorSource")
                json.string(blame.rawValue)
            }
        }
        json.key("status")
        json.int(Int64(result.error?.status ?? 200))
        if let frames = result.frames {
            json.key("frames")
            json.beginArray()
            for frame in frames { FrameEncoder.append(frame, refID: refID, to: &json) }
            json.endArray()
        }
        json.endObject()
    }
}
