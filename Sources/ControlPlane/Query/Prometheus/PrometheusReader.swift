internal import Bytes
internal import JSON

/// Reads an answer in one pass over its bytes. Recursion is of this code and never of the input; what is kept is bounded by the text.
struct PrometheusReader: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    private var cursor: JSONCursor
    private var columns = SampleColumns()
    private var budget = PointBudget()

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        cursor = JSONCursor(bytes)
    }

    mutating func read() throws -> PrometheusAnswer {
        var answer = PrometheusAnswer()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            switch cursor.text(key) {
            case "status": answer.status = try text()
            case "errorType": answer.errorType = try text()
            case "error": answer.error = try text()
            case "warnings": answer.warnings = try texts()
            case "infos": answer.infos = try texts()
            case "data": answer.result = try data()
            default: try cursor.skip()
            }
        }
        try cursor.end()
        return answer
    }

    // MARK: Data

    private mutating func data() throws -> PrometheusResult {
        switch try cursor.kind() {
        case .array: return .exemplars(try exemplars())
        case .object: return try typedData()
        case .null, .bool, .number, .string: throw PrometheusAnswerError.unexpected(what: "object")
        }
    }

    /// Some sources write the type behind the result: the result is then read again.
    private mutating func typedData() throws -> PrometheusResult {
        var type: String?
        var skipped: Range<Int>?
        var result = PrometheusResult.none
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            switch cursor.text(key) {
            case "resultType": type = try text()
            case "result":
                if let type { result = try self.result(of: type) } else { skipped = try cursor.skip() }
            default: try cursor.skip()
            }
        }
        guard let type else { throw PrometheusAnswerError.noResultType }
        guard let skipped else { return result }
        var reader = PrometheusReader(bytes.extracting(skipped))
        reader.budget = budget
        return try reader.result(of: type)
    }

    private mutating func result(of type: String) throws -> PrometheusResult {
        switch type {
        case "matrix", "vector": return .series(try series(), type: type)
        case "scalar":
            try sample()
            let (times, values) = columns.finish()
            return .scalar(times: times, values: values)
        case "string": return try string()
        default: throw PrometheusAnswerError.unknownResultType(type)
        }
    }

    private mutating func string() throws -> PrometheusResult {
        try cursor.enterArray()
        let milliseconds = try time()
        try element()
        let value = try text()
        try endArray()
        return .string(milliseconds: milliseconds, value)
    }

    // MARK: Series

    private mutating func series() throws -> [PrometheusSeries] {
        var all: [PrometheusSeries] = []
        guard try cursor.kind() != .null else {
            try cursor.skip()
            return all
        }
        try cursor.enterArray()
        while try cursor.nextElement() {
            try budget.takeFrame()
            all.append(try oneSeries())
        }
        return all
    }

    private mutating func oneSeries() throws -> PrometheusSeries {
        var series = PrometheusSeries()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            switch cursor.text(key) {
            case "metric": series.labels = try labels()
            case "value": try sample()
            case "values": try samples()
            case "histogram": try histogram(into: &series.histograms)
            case "histograms":
                try cursor.enterArray()
                while try cursor.nextElement() { try histogram(into: &series.histograms) }
            default: try cursor.skip()
            }
        }
        (series.times, series.values) = columns.finish()
        return series
    }

    private mutating func samples() throws {
        try cursor.enterArray()
        while try cursor.nextElement() {
            let end = columns.addCompact(bytes, from: cursor.offset)
            if end > cursor.offset {
                try budget.take(1)
                cursor.resume(at: end)
            } else {
                try sample()
            }
        }
    }

    /// A sample however it is written: `[1.7e9, "NaN"]`.
    private mutating func sample() throws {
        try budget.take(1)
        try cursor.enterArray()
        try element()
        let seconds = try cursor.number()
        try element()
        let value = try text()
        try endArray()
        let isAdded = columns.add(
            seconds: String(decoding: bytes.extracting(seconds).copy(), as: UTF8.self), value: value)
        guard isAdded else { throw PrometheusAnswerError.badSample }
    }

    // MARK: Native histograms

    /// `[time, {"count": …, "sum": …, "buckets": [[boundary, "lower", "upper", "count"], …]}]`
    private mutating func histogram(into histograms: inout HistogramColumns?) throws {
        var columns = histograms ?? HistogramColumns()
        // Not held twice while it grows.
        histograms = nil
        try cursor.enterArray()
        let milliseconds = try time()
        try element()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard cursor.isKey(key, "buckets") else {
                try cursor.skip()
                continue
            }
            try cursor.enterArray()
            while try cursor.nextElement() { try bucket(at: milliseconds, into: &columns) }
        }
        try endArray()
        histograms = columns
    }

    private mutating func bucket(at milliseconds: Int64, into columns: inout HistogramColumns) throws {
        // A time, two ends and a count.
        try budget.take(4)
        try cursor.enterArray()
        try element()
        guard let boundary = Int64(numberText(try cursor.number())), (-128...127).contains(boundary) else {
            throw PrometheusAnswerError.badSample
        }
        try element()
        let lower = try double()
        try element()
        let upper = try double()
        try element()
        let count = try double()
        try endArray()
        columns.add(milliseconds: milliseconds, boundary: boundary, from: lower, to: upper, count: count)
    }

    // MARK: Exemplars

    private mutating func exemplars() throws -> [PrometheusExemplar] {
        var all: [PrometheusExemplar] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            let start = all.count
            var seriesLabels: [String: String] = [:]
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                switch cursor.text(key) {
                case "seriesLabels": seriesLabels = try labels()
                case "exemplars":
                    try cursor.enterArray()
                    while try cursor.nextElement() { all.append(try exemplar()) }
                default: try cursor.skip()
                }
            }
            for place in all.indices[start...] { all[place].seriesLabels = seriesLabels }
        }
        return all
    }

    private mutating func exemplar() throws -> PrometheusExemplar {
        try budget.takeFrame()
        var exemplar = PrometheusExemplar(milliseconds: 0, value: 0, labels: [:], seriesLabels: [:])
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            switch cursor.text(key) {
            case "labels": exemplar.labels = try labels()
            case "value": exemplar.value = try double()
            case "timestamp": exemplar.milliseconds = try milliseconds(try cursor.number())
            default: try cursor.skip()
            }
        }
        return exemplar
    }
}

// MARK: - Parts

extension PrometheusReader {
    private mutating func labels() throws -> [String: String] {
        guard try cursor.kind() != .null else {
            try cursor.skip()
            return [:]
        }
        var labels: [String: String] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() { labels[cursor.text(key)] = try text() }
        return labels
    }

    private mutating func text() throws -> String {
        let token = try cursor.string()
        return cursor.text(token)
    }

    /// The texts of an array; what is no text in it is left out, and what is no array is none.
    private mutating func texts() throws -> [String] {
        var texts: [String] = []
        guard try cursor.kind() == .array else {
            try cursor.skip()
            return texts
        }
        try cursor.enterArray()
        while try cursor.nextElement() {
            if try cursor.kind() == .string { texts.append(try text()) } else { try cursor.skip() }
        }
        return texts
    }

    /// A number in quotes.
    private mutating func double() throws -> Double {
        guard let value = SampleText.double(try text()) else { throw PrometheusAnswerError.badSample }
        return value
    }

    /// The first element of an array: seconds since 1970.
    private mutating func time() throws -> Int64 {
        try element()
        return try milliseconds(try cursor.number())
    }

    private func milliseconds(_ seconds: Range<Int>) throws -> Int64 {
        guard let milliseconds = SampleText.milliseconds(numberText(seconds)) else {
            throw PrometheusAnswerError.badSample
        }
        return milliseconds
    }

    private func numberText(_ range: Range<Int>) -> String {
        String(decoding: bytes.extracting(range).copy(), as: UTF8.self)
    }

    private mutating func element() throws {
        guard try cursor.nextElement() else { throw PrometheusAnswerError.unexpected(what: "element") }
    }

    private mutating func endArray() throws {
        guard try !cursor.nextElement() else { throw PrometheusAnswerError.unexpected(what: "end of array") }
    }
}
