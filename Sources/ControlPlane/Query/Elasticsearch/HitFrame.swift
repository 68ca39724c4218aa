internal import JSON

/// The documents of an answer as one frame: as they are, or with a column for each of their fields.
struct HitFrame {
    let frame: DataFrame

    init(
        of response: JSONNode, in document: borrowing JSONDocument, for query: ElasticsearchQuery,
        _ settings: ElasticsearchSettings,
        within budget: inout PointBudget
    ) throws(QueryError) {
        let hits = document.descendant("hits", "hits", of: response).map { document.elements(of: $0) } ?? []
        switch query.kind {
        case .rawDocument: frame = Self.whole(hits, in: document, refID: query.refID)
        case .logs:
            let total = Self.total(of: response, in: document)
            let lines = hits.map { Hit($0, in: document).logLine(settings) }
            frame = try Self.logs(lines, settings, query, total: total, within: &budget)
        case .rawData, .metrics:
            let documents = hits.map { Hit($0, in: document).fields }
            frame = DataFrame(fields: try HitColumns(documents).fields(settings, within: &budget))
        }
    }

    private static func whole(_ hits: [JSONNode], in document: borrowing JSONDocument, refID: String) -> DataFrame {
        let documents = hits.map { JSONValue?.some(.object(Hit($0, in: document).document)) }
        let field = FrameField(refID, .json(documents), config: FieldConfig(filterable: true), isNullable: true)
        return DataFrame(name: refID, fields: [field])
    }

    private static func logs(
        _ lines: [[String: JSONValue]], _ settings: ElasticsearchSettings, _ query: ElasticsearchQuery, total: Int64,
        within budget: inout PointBudget
    ) throws(QueryError) -> DataFrame {
        let words = lines.flatMap { Hit.highlightedWords(in: $0["highlight"]) }
        let custom: JSONValue = [
            "limit": .number(JSONNumber(query.size("limit"))),
            "searchWords": .array(Set(words).sortedByBytes().map { .string($0) }), "total": .number(JSONNumber(total)),
        ]
        return DataFrame(
            meta: FrameMeta(custom: custom, preferredVisualisationType: "logs"),
            fields: try HitColumns(lines).fields(settings, messageSecond: true, within: &budget))
    }

    /// Documents that match, shown or not: an object since Elasticsearch 7.
    private static func total(of response: JSONNode, in document: borrowing JSONDocument) -> Int64 {
        guard let total = document.descendant("hits", "total", of: response) else { return 0 }
        return document.int64(document.member("value", of: total) ?? total) ?? 0
    }
}
