import Foundation
import TestSupport

/// A seed document's example request and the answer that stands beside it.
struct SeedExample: Decodable, Sendable {
    let title: String
    let method: String
    let target: String
    /// In order; `{{token}}` stands where the document shows a token.
    let headers: [[String]]
    /// To the byte.
    let body: String?
    /// The data source that the example speaks of as number 1; nil where the example creates it.
    let setup: JSONTree?
    let status: Int
    let response: JSONTree

    private struct Document: Decodable {
        let examples: [SeedExample]
    }

    static func all(of document: String) throws -> [SeedExample] {
        let path = Repository.path("Tests/HeadgateTests/Fixtures/\(document).json")
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(fileURLWithPath: path))).examples
    }

    /// The request as the document shows it, for the source that has number `id` here, with what the document leaves out:
    /// Host, Content-Length and a valid token.
    func request(port: UInt16, token: String, id: Int?) -> [UInt8] {
        let numbered = id.map {
            target.replacingOccurrences(of: "/api/datasources/1", with: "/api/datasources/\($0)")
        }
        var head = "\(method) \(numbered ?? target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        for header in headers where header.count == 2 {
            head += "\(header[0]): \(header[1].replacingOccurrences(of: "{{token}}", with: token))\r\n"
        }
        let body = Array((body ?? "").utf8)
        if self.body != nil { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

/// What of a documented answer an actual one lacks or has otherwise; more fields are welcome. The exceptions:
/// ids are the server's own (each must be the number of the source), a documented `jsonData: null` is `{}`, and
/// `typeLogoUrl` is filled in for known types where the documents show it empty or at an older place.
struct SeedComparison {
    /// The number of the source that the example is about.
    let id: Int

    func differences(_ documented: JSONTree, _ actual: JSONTree?, at path: String = "") -> [String] {
        guard let actual else { return ["\(path): missing, documented \(documented.text)"] }
        switch (path.split(separator: ".").last.map(String.init), documented) {
        case ("id", .number): return actual.int == id ? [] : ["\(path): \(actual.text), the source has number \(id)"]
        case ("jsonData", .null): return actual == [:] ? [] : ["\(path): \(actual.text) instead of {}"]
        case ("typeLogoUrl", .string):
            return actual.kind == "string" ? [] : ["\(path): a \(actual.kind) instead of a string"]
        case (_, .object(let members)):
            guard case .object = actual else { return ["\(path): a \(actual.kind) instead of an object"] }
            return members.sorted { $0.key < $1.key }.flatMap {
                differences($0.value, actual[$0.key], at: "\(path).\($0.key)")
            }
        case (_, .array(let items)):
            guard let others = actual.array, others.count == items.count else {
                return ["\(path): \(actual.text) instead of \(items.count) items"]
            }
            return zip(items, others).enumerated().flatMap { differences($1.0, $1.1, at: "\(path).\($0)") }
        default: return actual == documented ? [] : ["\(path): \(actual.text) instead of \(documented.text)"]
        }
    }
}
