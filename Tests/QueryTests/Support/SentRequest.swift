import Foundation
import TestSupport

@testable import Query

/// A request that reached the upstream.
struct SentRequest: Sendable {
    let method: String
    /// With its leading slash, and its query behind a question mark if it has one.
    let target: String
    let body: String
    let contentType: String

    init(_ recorded: JSONTree) {
        method = recorded["method"]?.string ?? ""
        target = recorded["target"]?.string ?? ""
        body = recorded["body"]?.string ?? ""
        contentType = recorded["content-type"]?.string ?? ""
    }

    init(_ request: SourceRequest, basePath: String = "") {
        let path = request.path.isEmpty ? basePath : basePath + "/" + request.path
        method = request.method
        target = (path.isEmpty ? "/" : path) + (request.query.isEmpty ? "" : "?" + request.query)
        body = String(decoding: request.body, as: UTF8.self)
        contentType = request.fields.first { $0.name.lowercased() == "content-type" }?.value ?? ""
    }

    var path: String { target.split(separator: "?", maxSplits: 1).first.map(String.init) ?? "" }

    var query: String {
        target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first.map(String.init)
            ?? ""
    }

    /// One text for all requests that `vectors.py` takes for the same: the order of query and form fields and of the members of JSON
    /// lines does not count.
    var canonical: String { "\(method) \(path) \(Self.pairs(query)) \(canonicalBody)" }

    private var canonicalBody: String {
        if contentType.contains("urlencoded") { return Self.pairs(body) }
        return body.split(separator: "\n").map { (try? JSONTree(parsing: Array($0.utf8)).text) ?? String($0) }
            .joined(separator: "\n")
    }

    private static func pairs(_ form: String) -> String {
        let pairs = form.split(separator: "&").map { pair in
            pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
                .joined(separator: "=")
        }
        return pairs.sorted().joined(separator: "\n")
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
