/// A long table (a row for each time and set of labels) as a wide one: a column for each set of labels, a row for each time. After the
/// plugin SDK's `LongToWide`.
struct WideSeries {
    private(set) var frame: DataFrame

    /// Columns that one answer may come to.
    static let columnsMax = 10_000

    init(_ long: DataFrame, timeIndex: Int, fill: GapFill?) throws(QueryError) {
        guard case .time(let times) = long.fields[timeIndex].column else { preconditionFailure("no time column") }
        let labels = long.fields.indices.filter { long.fields[$0].column.isText }
        let values = long.fields.indices.filter { long.fields[$0].column.isNumber }
        var wideTimes: [FrameTime] = []
        var columns: [Column] = []
        var columnOfKey: [[String?]: Int] = [:]
        for row in 0..<long.rowCount {
            guard let time = times[row] else { throw Self.problem("time is null in row \(row)") }
            if wideTimes.last != time {
                if let last = wideTimes.last, time < last {
                    throw Self.problem("long series must be sorted ascending by time to be converted")
                }
                wideTimes.append(time)
                for index in columns.indices { columns[index].extend(fill) }
            }
            let key = labels.map { long.fields[$0].column.text(row) }
            let first = columnOfKey[key] ?? columns.count
            if columnOfKey[key] == nil {
                guard columns.count + values.count <= Self.columnsMax else {
                    throw QueryError("the answer has more than \(Self.columnsMax) series", blame: .plugin)
                }
                columnOfKey[key] = first
                let named = Dictionary(
                    zip(labels, key).map { (long.fields[$0].name, $1 ?? "") }, uniquingKeysWith: { $1 })
                for index in values {
                    columns.append(Column(name: long.fields[index].name, labels: named, rows: wideTimes.count, fill))
                }
            }
            for (offset, index) in values.enumerated() {
                columns[first + offset].set(long.fields[index].column.number(row))
            }
        }
        let isNamedByMetric = long.fields.count == 3
        frame = DataFrame(
            meta: FrameMeta(type: "timeseries-wide", typeVersion: (0, 1)),
            fields: [FrameField("Time", .time(wideTimes))] + columns.map { $0.field(isNamedByMetric: isNamedByMetric) })
    }

    private static func problem(_ text: String) -> QueryError {
        QueryError("failed to convert long to wide series when converting from dataframe: \(text)")
    }

    private struct Column {
        let name: String
        let labels: [String: String]
        private(set) var values: [Double?]

        /// The last row is the one that is being filled in; those before have nothing but the fill.
        init(name: String, labels: [String: String], rows: Int, _ fill: GapFill?) {
            self.name = name
            self.labels = labels
            values = Array(repeating: Self.constant(fill), count: rows - 1) + [nil]
        }

        mutating func extend(_ fill: GapFill?) {
            if case .previous = fill?.mode {
                values.append(values.last ?? nil)
            } else {
                values.append(Self.constant(fill))
            }
        }

        mutating func set(_ value: Double?) { values[values.count - 1] = value }

        private static func constant(_ fill: GapFill?) -> Double? {
            guard case .value(let value) = fill?.mode else { return nil }
            return value
        }

        /// Before Grafana 8 a column `metric` named the series; with nothing beside it, it still does.
        func field(isNamedByMetric: Bool) -> FrameField {
            if isNamedByMetric, labels.count == 1, let metric = labels["metric"] {
                return FrameField(metric, .float64(values), isNullable: true)
            }
            return FrameField(name, .float64(values), labels: labels, isNullable: true)
        }
    }
}

extension FrameTime: Comparable {
    public static func < (a: FrameTime, b: FrameTime) -> Bool {
        (a.milliseconds, a.nanoseconds) < (b.milliseconds, b.nanoseconds)
    }
}

extension FrameColumn {
    fileprivate func text(_ row: Int) -> String? {
        guard case .string(let values) = self else { return nil }
        return values[row]
    }

    fileprivate func number(_ row: Int) -> Double? {
        guard case .float64(let values) = self else { return nil }
        return values[row]
    }
}
