internal import Bytes
internal import JSON

/// Reads a matrix, a vector or a scalar: a frame for each series.
struct LokiSeries {
    private let query: LokiQuery
    private let stats: [JSONValue]
    private var budget: PointBudget
    private(set) var frames: [DataFrame] = []

    init(_ query: LokiQuery, stats: [JSONValue], budget: PointBudget) {
        self.query = query
        self.stats = stats
        self.budget = budget
    }

    /// `bytes` is what the cursor walks over; a scalar is one sample, the others are lists of series.
    mutating func read(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, isList: Bool) throws {
        guard isList else {
            var samples = Samples()
            try append(&cursor, bytes, to: &samples)
            frames = [frame(samples, labels: [:])]
            return
        }
        try cursor.enterArray()
        while try cursor.nextElement() { try readSeries(&cursor, bytes) }
    }

    private struct Samples {
        var times: [FrameTime?] = []
        var values = NumberColumn()
    }

    private mutating func readSeries(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) throws {
        var labels: [String: String] = [:]
        var samples = Samples()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "metric") {
                labels = try LokiLabels.read(&cursor)
            } else if cursor.isKey(key, "values") {
                try cursor.enterArray()
                while try cursor.nextElement() { try append(&cursor, bytes, to: &samples) }
            } else if cursor.isKey(key, "value") {
                try append(&cursor, bytes, to: &samples)
            } else {
                try cursor.skip()
            }
        }
        frames.append(frame(samples, labels: labels))
    }

    /// Reads `[seconds, "value"]`.
    private mutating func append(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, to samples: inout Samples) throws {
        try budget.take(1)
        try cursor.enterArray()
        guard try cursor.nextElement() else { throw QueryError("a sample of Loki's answer is empty") }
        let number = try cursor.number()
        guard let seconds = Double(String(decoding: bytes.extracting(number).copy(), as: UTF8.self)),
            let time = FrameTime(seconds: seconds)
        else { throw QueryError("a time of Loki's answer is out of range") }
        guard try cursor.nextElement() else { throw QueryError("a sample of Loki's answer has no value") }
        let text = try cursor.string()
        guard samples.values.append(goText: bytes.extracting(text.inside)) else {
            throw QueryError(
                "a value of Loki's answer is no number: \(cursor.text(text).prefix(64).description.goQuoted)")
        }
        samples.times.append(time)
        while try cursor.nextElement() { try cursor.skip() }
    }

    private func frame(_ samples: Samples, labels: [String: String]) -> DataFrame {
        let isRange = query.kind == .range
        let interval = isRange ? FieldConfig(intervalMilliseconds: Double(query.step.milliseconds)) : nil
        let name = LokiLabels.legend(query.legendFormat, labels)
        return DataFrame(
            meta: FrameMeta(
                type: isRange ? "timeseries-multi" : "numeric-multi", typeVersion: (0, 1), stats: stats,
                executedQueryString: query.executed(withStep: isRange)),
            fields: [
                FrameField("Time", .time(samples.times), config: interval),
                FrameField(
                    "Value", samples.values.column, labels: labels, config: FieldConfig(displayNameFromDS: name)),
            ])
    }
}
