import Bytes
import Foundation
import JSON

@testable import Query

/// What a canned upstream answers to the requests that match, as in `conform.py`.
struct CannedAnswer: Sendable {
    private let path: String
    private let query: String
    private let method: String?
    let answer: SourceAnswer

    init(_ answer: SourceAnswer) {
        path = ""
        query = ""
        method = nil
        self.answer = answer
    }

    init(_ entry: JSONValue) {
        path = entry["path"]?.stringValue ?? ""
        query = entry["query"]?.stringValue ?? ""
        method = entry["method"]?.stringValue
        var body = ByteBuffer()
        if let text = entry["text"]?.stringValue { body.append(text) } else { body.appendJSON(entry["json"] ?? .null) }
        let type = entry["type"]?.stringValue ?? (entry["json"] == nil ? "text/plain" : "application/json")
        answer = SourceAnswer(
            status: Int(entry["status"]?.int64Value ?? 200), fields: [("Content-Type", type)], body: body.span.copy())
    }

    /// `path` is whole, with its leading slash.
    func matches(_ method: String, path: String, query: String) -> Bool {
        (self.method ?? method) == method && Self.finds(self.path, in: path) && Self.finds(self.query, in: query)
    }

    private static func finds(_ pattern: String, in text: String) -> Bool {
        pattern.isEmpty || text.range(of: pattern, options: .regularExpression) != nil
    }
}
