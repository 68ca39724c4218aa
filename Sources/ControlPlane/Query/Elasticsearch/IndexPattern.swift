internal import HTTP

/// The names of the indices that hold a time range.
struct IndexPattern: Sendable {
    /// How often a new index begins.
    private enum Period: String {
        case hourly, daily, weekly, monthly, yearly
    }

    private let pattern: String
    /// Nothing when the name holds no date.
    private let period: Period?

    /// Indices of one search: a year of hours. Each is a name in the request.
    private static let indicesMax: Int64 = 8_784

    init(_ settings: ElasticsearchSettings) throws(QueryError) {
        pattern = settings.index
        guard !settings.interval.isEmpty else {
            period = nil
            return
        }
        guard let period = Period(rawValue: settings.interval.lowercased()) else {
            throw QueryError("unsupported interval '\(settings.interval)'")
        }
        self.period = period
    }

    /// From the oldest to the newest, separated by commas.
    func indices(in range: TimeRange) throws(QueryError) -> String {
        guard let period else { return pattern }
        guard let from = CivilTime(milliseconds: range.from.milliseconds),
            let to = CivilTime(milliseconds: range.to.milliseconds)
        else { throw QueryError("the time range lies outside the years 0 to 9999") }
        let first = Self.number(of: from, in: period)
        let last = max(first, Self.number(of: to, in: period))
        guard last - first < Self.indicesMax else {
            throw QueryError("the time range covers more than \(Self.indicesMax) indices")
        }
        return (first...last).compactMap { Self.start(of: $0, in: period) }.map { DatePattern.text(pattern, at: $0) }
            .joined(separator: ",")
    }

    /// A name with stars that matches every index, escaped as one segment of a path; empty for all indices.
    var everyIndex: String { PercentCoding.encode(period == nil ? pattern : DatePattern.everyDate(pattern)) }

    /// Periods are numbered so that neighbours have neighbouring numbers.
    private static func number(of time: CivilTime, in period: Period) -> Int64 {
        switch period {
        case .hourly: time.date.days * 24 + time.hour
        case .daily: time.date.days
        // 1 January 1970 was a Thursday; weeks begin on Monday.
        case .weekly: (time.date.days + 3).flooredQuotient(by: 7)
        case .monthly: time.date.year * 12 + time.date.month - 1
        case .yearly: time.date.year
        }
    }

    /// Nothing for a week that begins before the year 0.
    private static func start(of number: Int64, in period: Period) -> CivilTime? {
        switch period {
        case .hourly: CivilTime(milliseconds: number * 3_600_000)
        case .daily: CivilTime(milliseconds: number * 86_400_000)
        case .weekly: CivilTime(milliseconds: (number * 7 - 3) * 86_400_000)
        case .monthly: start(of: CivilDate(year: number / 12, month: number % 12 + 1, day: 1))
        case .yearly: start(of: CivilDate(year: number, month: 1, day: 1))
        }
    }

    private static func start(of date: CivilDate?) -> CivilTime? {
        date.flatMap { CivilTime(milliseconds: $0.days * 86_400_000) }
    }
}
