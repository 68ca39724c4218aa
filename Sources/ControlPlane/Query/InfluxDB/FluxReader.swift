/// Reads annotated CSV, in which InfluxDB answers Flux: tables, each with lines of annotations (`#datatype`, `#group`, `#default`), a line of names
/// and its rows. A frame a table. Pure; for compute threads.
struct FluxReader {
    private var lines: CSVReader
    private let seriesMax: Int
    private let pointsMax: Int
    private var budget = PointBudget()
    /// By name, of the table that begins.
    private var annotations: [String: [String]] = [:]
    private var schema: FluxSchema?
    /// The rows that come tell an error.
    private var tellsError = false
    private var group: [String?] = []
    private var cells: [[String?]] = []
    /// The tables that are whole, and after `read` what came of the last one.
    private(set) var frames: [DataFrame] = []

    /// `pointsMax` are the rows of a table, `seriesMax` the tables.
    init(_ body: [UInt8], seriesMax: Int, pointsMax: Int) {
        lines = CSVReader(String(decoding: body, as: UTF8.self), isRagged: true)
        self.seriesMax = seriesMax
        self.pointsMax = pointsMax
    }

    /// Reads all of it; what kept it from that is the answer.
    mutating func read() -> QueryError? {
        var failure: QueryError?
        do throws(QueryError) {
            while let line = try next() { try take(line) }
        } catch {
            failure = error
        }
        do throws(QueryError) { try endTable() } catch { failure = failure ?? error }
        return failure
    }

    private mutating func next() throws(QueryError) -> [String]? {
        do throws(CSVReader.Problem) { return try lines.next() } catch { throw QueryError(error.words) }
    }

    private mutating func take(_ line: [String]) throws(QueryError) {
        let mark = line[0]
        if mark.hasPrefix("#") {
            if schema != nil { try endTable() }
            schema = nil
            annotations[mark] = Array(line.dropFirst())
        } else if tellsError {
            throw Self.error(line)
        } else if let schema {
            try append(Array(line.dropFirst()), schema)
        } else {
            try begin(line)
        }
    }

    // MARK: Tables

    private mutating func begin(_ line: [String]) throws(QueryError) {
        let names = Array(line.drop { $0.isEmpty })
        tellsError = names.first == "error" && (names.count == 1 || names[1] == "reference")
        if tellsError { return }
        let columns = try Self.columns(Array(line.dropFirst()), annotations)
        annotations = [:]
        schema = FluxSchema(columns)
    }

    private static func columns(
        _ names: [String], _ annotations: [String: [String]]
    ) throws(QueryError) -> [FluxColumn] {
        let kinds = annotations["#datatype"] ?? []
        guard kinds.count == names.count else {
            throw QueryError("the data source's answer does not say what its columns hold")
        }
        let groups = annotations["#group"] ?? []
        let standards = annotations["#default"] ?? []
        var columns: [FluxColumn] = []
        for (place, name) in names.enumerated() {
            guard let kind = FluxColumn.Kind(rawValue: kinds[place]) else {
                throw QueryError("no matching converter found for [\(kinds[place].prefix(100))]")
            }
            let standard = place < standards.count && !standards[place].isEmpty ? standards[place] : nil
            columns.append(
                FluxColumn(
                    name: name, kind: kind, isGroup: place < groups.count && groups[place] == "true",
                    standard: standard))
        }
        return columns
    }

    private mutating func append(_ line: [String], _ schema: FluxSchema) throws(QueryError) {
        guard line.count == schema.columns.count else {
            throw QueryError("a row of the data source's answer has not as many values as its table has columns")
        }
        let own = schema.groups.map { schema.columns[$0].text(of: line[$0]) }
        if cells.isEmpty || own != group {
            try endTable()
            guard frames.count < seriesMax else {
                throw QueryError("results are truncated, max series reached (\(seriesMax))")
            }
            try budget.takeFrame()
            group = own
            cells = schema.shown.map { _ in [] }
        }
        try budget.take(max(schema.shown.count, 1))
        for (index, place) in schema.shown.enumerated() {
            cells[index].append(schema.columns[place].text(of: line[place]))
        }
        guard cells.first?.count ?? 0 <= pointsMax else { throw tooManyPoints }
    }

    private mutating func endTable() throws(QueryError) {
        defer { cells = [] }
        guard let schema, !cells.isEmpty else { return }
        frames.append(try schema.frame(group, cells))
    }

    // MARK: Errors

    private var tooManyPoints: QueryError {
        QueryError(
            "A query returned too many datapoints and the results have been truncated at \(pointsMax) points to prevent memory issues."
                + " Try using the aggregateWindow() function in your query to reduce the number of points returned.")
    }

    /// What went wrong and, where there is one, its number.
    private static func error(_ line: [String]) -> QueryError {
        let words = line.filter { !$0.isEmpty }.joined(separator: ",")
        return QueryError(String(words.prefix(1_024)))
    }
}
