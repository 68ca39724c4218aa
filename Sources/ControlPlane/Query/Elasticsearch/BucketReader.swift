internal import JSON

/// Walks the buckets of an answer along the levels of its query. Members that the query did not ask for are skipped, and the walk is as
/// deep as the query has levels.
struct BucketReader {
    private let query: ElasticsearchQuery
    private var series: [BucketSeries] = []
    private var table: BucketTable?
    private var budget: PointBudget
    /// Whether an innermost level was found: an answer without one has no frames at all.
    private var hasLeaf = false

    private init(_ query: ElasticsearchQuery, _ budget: PointBudget) {
        self.query = query
        self.budget = budget
    }

    static func result(
        of response: JSONNode, in document: borrowing JSONDocument, for query: ElasticsearchQuery,
        within budget: inout PointBudget
    ) throws(QueryError) -> QueryResult {
        var reader = BucketReader(query, budget)
        if let aggregations = document.member("aggregations", of: response) {
            try reader.read(aggregations, level: 0, labels: [:], in: document)
        }
        budget = reader.budget
        return QueryResult(frames: reader.frames)
    }

    private var frames: [DataFrame]? {
        guard hasLeaf else { return nil }
        let names = SeriesName(query, types: Set(series.map(\.title)).count)
        let trim = Int(clamping: query.buckets.first { $0.kind == .dateHistogram }?.integer("trimEdges") ?? 0)
        var frames = series.map { $0.frame(named: names.name(of: $0)) }
        if let table { frames.append(table.frame) }
        for place in frames.indices { frames[place].trim(trim) }
        return frames
    }

    /// `node` holds aggregations by their ids.
    private mutating func read(
        _ node: JSONNode, level: Int, labels: [String: String], in document: borrowing JSONDocument
    ) throws(QueryError) {
        guard level < query.buckets.count else { return }
        let found = query.buckets.map { ($0, document.member($0.id, of: node)) }
        for case (let bucket, let aggregation?) in found {
            if bucket.kind == .nested {
                try read(aggregation, level: level + 1, labels: labels, in: document)
            } else if level == query.buckets.count - 1 {
                try readLeaf(aggregation, of: bucket, labels: labels, in: document)
            } else {
                try readLevel(aggregation, of: bucket, level: level, labels: labels, in: document)
            }
        }
    }

    private mutating func readLevel(
        _ aggregation: JSONNode, of bucket: BucketAggregation, level: Int, labels: [String: String],
        in document: borrowing JSONDocument
    ) throws(QueryError) {
        guard let buckets = document.member("buckets", of: aggregation) else { return }
        for node in document.elements(of: buckets) {
            var labels = labels
            if let key = Self.label(of: node, in: document) { labels[bucket.field] = key }
            try read(node, level: level + 1, labels: labels, in: document)
        }
        // Filters are an object by their labels.
        for (key, node) in document.members(of: buckets).sorted(by: {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }) {
            var labels = labels
            labels["filter"] = key
            try read(node, level: level + 1, labels: labels, in: document)
        }
    }

    private static func label(of bucket: JSONNode, in document: borrowing JSONDocument) -> String? {
        if let text = document.member("key_as_string", of: bucket).flatMap({ document.string($0) }) { return text }
        guard let key = document.member("key", of: bucket) else { return nil }
        return document.string(key) ?? document.numberText(key)
    }

    private mutating func readLeaf(
        _ aggregation: JSONNode, of bucket: BucketAggregation, labels: [String: String],
        in document: borrowing JSONDocument
    ) throws(QueryError) {
        hasLeaf = true
        let buckets = document.member("buckets", of: aggregation).map { document.elements(of: $0) } ?? []
        if bucket.kind == .dateHistogram {
            let reader = SeriesReader(buckets, labels: labels)
            series += try reader.series(of: query.metrics, in: document, within: &budget)
        } else {
            var table = self.table ?? BucketTable()
            self.table = nil
            for node in buckets {
                try budget.take(1 + labels.count + query.metrics.count)
                table.append(node, of: bucket, labels: labels, metrics: query.metrics, in: document)
            }
            if table.rowCount > 0 { self.table = table }
        }
    }
}
