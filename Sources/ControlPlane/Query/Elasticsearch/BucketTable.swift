internal import JSON

/// The innermost buckets as rows, where they are not moments.
struct BucketTable {
    private struct Column {
        let name: String
        /// What the first value was; others become it or nothing.
        let holdsText: Bool
        /// The keys of the innermost buckets.
        let isFilterable: Bool
        var texts: [String?] = []
        var numbers: [Double?] = []

        var count: Int { holdsText ? texts.count : numbers.count }

        mutating func append(_ text: String?) {
            if holdsText { texts.append(text) } else { numbers.append(text.flatMap { Double($0) }) }
        }

        mutating func append(_ number: Double?) {
            if holdsText { texts.append(number.map { "\($0)" }) } else { numbers.append(number) }
        }

        mutating func pad(to rows: Int) {
            while count < rows { append(Double?.none) }
        }
    }

    private var columns: [Column] = []
    private(set) var rowCount = 0

    mutating func append(
        _ node: JSONNode, of bucket: BucketAggregation, labels: [String: String], metrics: [MetricAggregation],
        in document: borrowing JSONDocument
    ) {
        for name in labels.keys.sortedByBytes() where name != bucket.field { set(name, text: labels[name]) }
        setKey(of: node, named: bucket.field, in: document)
        for metric in metrics { append(metric, of: node, among: metrics, in: document) }
        rowCount += 1
        for place in columns.indices { columns[place].pad(to: rowCount) }
    }

    private mutating func setKey(of node: JSONNode, named name: String, in document: borrowing JSONDocument) {
        guard let key = document.member("key", of: node) else { return }
        if let text = document.string(key) {
            set(name, text: text, isFilterable: true)
        } else {
            set(name, number: document.number(key), isFilterable: true)
        }
    }

    private mutating func append(
        _ metric: MetricAggregation, of node: JSONNode, among metrics: [MetricAggregation],
        in document: borrowing JSONDocument
    ) {
        let title = metric.type.title
        switch metric.type {
        case .count: set(title, number: MetricValue.documentCount.number(of: metric, in: node, document))
        case .extendedStatistics:
            // Grafana shows the first of them.
            guard let name = metric.shownStatistics.first else { return }
            set(title, number: MetricValue.statistic(name).number(of: metric, in: node, document))
        case .percentiles:
            let values = document.descendant(metric.id, "values", of: node).map { document.members(of: $0) } ?? []
            for key in values.map(\.key).sortedByBytes() {
                set(
                    "p\(key) \(metric.field)",
                    number: MetricValue.percentile(key).number(of: metric, in: node, document))
            }
        case .topMetrics:
            let fields = metric.topFields
            for field in fields {
                let name = fields.count > 1 ? "\(title) \(field)" : title
                set(name, number: MetricValue.top(field).number(of: metric, in: node, document))
            }
        default:
            set(
                Self.name(of: metric, among: metrics), number: MetricValue.single.number(of: metric, in: node, document)
            )
        }
    }

    /// The type, and what tells it from other metrics of the same type.
    private static func name(of metric: MetricAggregation, among metrics: [MetricAggregation]) -> String {
        let others = metrics.filter { $0.type == metric.type && $0.id != metric.id }
        guard !others.isEmpty else { return metric.type.title }
        if metric.type == .bucketScript { return metric.script ?? "" }
        let isAlike = others.contains { $0.field == metric.field }
        return "\(metric.type.title) \(metric.field)" + (isAlike ? " \(metric.id)" : "")
    }

    // MARK: Cells of the row that is being added

    private mutating func set(_ name: String, text: String?, isFilterable: Bool = false) {
        let place = place(of: name, holdsText: true, isFilterable: isFilterable)
        // A name that is taken in this row already, by a label that is called like a metric.
        guard columns[place].count == rowCount else { return }
        columns[place].append(text)
    }

    private mutating func set(_ name: String, number: Double?, isFilterable: Bool = false) {
        let place = place(of: name, holdsText: false, isFilterable: isFilterable)
        guard columns[place].count == rowCount else { return }
        columns[place].append(number)
    }

    private mutating func place(of name: String, holdsText: Bool, isFilterable: Bool) -> Int {
        if let place = columns.firstIndex(where: { $0.name == name }) { return place }
        var column = Column(name: name, holdsText: holdsText, isFilterable: isFilterable)
        column.pad(to: rowCount)
        columns.append(column)
        return columns.count - 1
    }

    var frame: DataFrame {
        DataFrame(
            fields: columns.map { column in
                FrameField(
                    column.name, column.holdsText ? .string(column.texts) : .float64(column.numbers),
                    config: column.isFilterable ? FieldConfig(filterable: true) : nil, isNullable: true)
            })
    }
}
