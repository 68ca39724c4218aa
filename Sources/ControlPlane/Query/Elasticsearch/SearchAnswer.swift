internal import Bytes
internal import JSON

/// Reads what `_msearch` answered: one response for each search, in their order.
enum SearchAnswer {
    /// Values and keys that are read of one answer; each takes 16 bytes meanwhile.
    private static let nodesMax = 1 << 21
    /// Documents are deeper than aggregations; Elasticsearch's own default for fields is 20.
    private static let depthMax = 100

    static func results(
        of answer: SourceAnswer, for queries: [ElasticsearchQuery], _ settings: ElasticsearchSettings
    ) -> [String: QueryResult] {
        var results: [String: QueryResult] = [:]
        do throws(QueryError) {
            let document = try document(of: answer)
            let responses = document.member("responses", of: document.root).map { document.elements(of: $0) } ?? []
            var budget = PointBudget()
            for (place, query) in queries.enumerated() {
                results[query.refID] =
                    place < responses.count
                    ? result(of: responses[place], in: document, for: query, settings, within: &budget)
                    : .failed(QueryError("The answer of Elasticsearch has no response for this query"), frames: nil)
            }
        } catch {
            for query in queries { results[query.refID] = .failed(error, frames: nil) }
        }
        return results
    }

    private static func document(of answer: SourceAnswer) throws(QueryError) -> JSONDocument {
        var text = ByteBuffer(capacity: answer.body.count, kind: .confidential)
        text.append(answer.body)
        let document: JSONDocument
        do {
            document = try JSONDocument(
                parsing: text, limits: JSONLimits(depthMax: depthMax, bytesMax: answer.body.count, nodesMax: nodesMax))
        } catch {
            throw QueryError(words(for: error, status: answer.status))
        }
        guard answer.status < 400 else { throw refusal(in: document, status: answer.status) }
        return document
    }

    private static func words(for error: JSONError, status: Int) -> String {
        if status >= 400 { return "unexpected status code: \(status)" }
        switch error.problem {
        case .tooManyNodes: return "the answer of Elasticsearch has more than \(nodesMax) values"
        case .tooDeep: return "the answer of Elasticsearch is nested deeper than \(depthMax) levels"
        default: return "the answer of Elasticsearch is not JSON"
        }
    }

    private static func refusal(in document: borrowing JSONDocument, status: Int) -> QueryError {
        guard let error = document.member("error", of: document.root) else {
            return QueryError("unexpected status code: \(status)")
        }
        return QueryError("unexpected status code: \(status): \(reason(of: error, in: document))")
    }

    private static func result(
        of response: JSONNode, in document: borrowing JSONDocument, for query: ElasticsearchQuery,
        _ settings: ElasticsearchSettings, within budget: inout PointBudget
    ) -> QueryResult {
        if let error = document.member("error", of: response), document.kind(of: error) != .null {
            return .failed(QueryError(reason(of: error, in: document)), frames: nil)
        }
        do throws(QueryError) {
            switch query.kind {
            case .metrics: return try BucketReader.result(of: response, in: document, for: query, within: &budget)
            case .logs, .rawData, .rawDocument:
                let frame = try HitFrame(of: response, in: document, for: query, settings, within: &budget).frame
                return QueryResult(frames: [frame])
            }
        } catch {
            return .failed(error, frames: nil)
        }
    }

    /// What Elasticsearch says was wrong: the root cause first.
    private static func reason(of error: JSONNode, in document: borrowing JSONDocument) -> String {
        if let text = document.string(error) { return text }
        let causes = document.member("root_cause", of: error).map { document.elements(of: $0) } ?? []
        let places: [JSONNode?] = [causes.first, error, document.member("caused_by", of: error)]
        for case let place? in places {
            if let reason = document.member("reason", of: place).flatMap({ document.string($0) }), !reason.isEmpty {
                return reason
            }
        }
        return "Unknown elasticsearch error response"
    }
}
