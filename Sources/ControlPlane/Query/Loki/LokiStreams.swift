internal import Bytes
internal import JSON

/// Reads streams of log lines into the columns of one frame.
struct LokiStreams {
    private let isCategorized: Bool
    private var labels: [JSONValue?] = []
    private var times: [FrameTime?] = []
    private var lines: [String?] = []
    /// Nanoseconds as text: browsers know no integers of that size.
    private var timeTexts: [String?] = []
    /// By label where it comes from: `I` the index, `S` structured metadata, `P` a parser.
    private var labelTypes: [JSONValue?] = []
    private var ids = LokiLineIDs()

    init(isCategorized: Bool) { self.isCategorized = isCategorized }

    /// `bytes` is what the cursor walks over.
    mutating func read(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, budget: inout PointBudget) throws {
        try cursor.enterArray()
        while try cursor.nextElement() {
            let (labels, values) = try stream(&cursor)
            guard let values else { continue }
            var lines = JSONCursor(bytes.extracting(values))
            let shared = LokiLineLabels(indexed: labels)
            try lines.enterArray()
            while try lines.nextElement() {
                // Labels, time, line, its time as text and its id.
                try budget.take(isCategorized ? 6 : 5)
                try readLine(&lines, bytes.extracting(values), of: shared)
            }
        }
    }

    /// The labels of a stream and where its lines are, whichever stands first.
    private func stream(_ cursor: inout JSONCursor) throws -> (labels: [String: String], values: Range<Int>?) {
        var labels: [String: String] = [:]
        var values: Range<Int>?
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "stream") {
                labels = try LokiLabels.read(&cursor)
            } else if cursor.isKey(key, "values") {
                values = try cursor.skip()
            } else {
                try cursor.skip()
            }
        }
        return (labels, values)
    }

    /// Reads `["nanoseconds", "line"]` or `["nanoseconds", "line", {labels by where they come from}]`.
    private mutating func readLine(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, of stream: LokiLineLabels) throws {
        try cursor.enterArray()
        guard try cursor.nextElement() else { throw QueryError("a line of Loki's answer is empty") }
        let token = try cursor.string()
        let timeText = cursor.text(token)
        guard let nanoseconds = Int64(timeText) else {
            let shown = timeText.prefix(64).description
            throw QueryError("unexpected time format '\(shown)' in response. response may have been truncated")
        }
        guard try cursor.nextElement() else { throw QueryError("a line of Loki's answer has no text") }
        let line = try cursor.string()
        var labels = stream
        while try cursor.nextElement() {
            if isCategorized, try cursor.kind() == .object {
                try labels.readCategories(&cursor)
            } else {
                try cursor.skip()
            }
        }
        let text = cursor.text(line)
        ids.append(timeText, line: text, labels: labels.hashed)
        times.append(FrameTime(nanosecondsSince1970: nanoseconds))
        timeTexts.append(timeText)
        lines.append(text)
        self.labels.append(labels.value)
        if isCategorized { labelTypes.append(labels.types) }
    }

    func frame(of query: LokiQuery, stats: [JSONValue]) -> DataFrame {
        var fields = [
            FrameField("labels", .json(labels)), FrameField("Time", .time(times)), FrameField("Line", .string(lines)),
            FrameField("tsNs", .string(timeTexts)),
        ]
        if isCategorized {
            fields.append(FrameField("labelTypes", .json(labelTypes), config: FieldConfig(custom: ["hidden": true])))
        }
        fields.append(FrameField("id", .string(ids.ids)))
        return DataFrame(
            meta: FrameMeta(
                custom: ["frameType": "LabeledTimeValues"], stats: stats,
                executedQueryString: query.executed(withStep: false)),
            fields: fields)
    }
}
