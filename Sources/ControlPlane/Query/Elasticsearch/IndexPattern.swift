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
        let first = Self.number(of: CivilTime(milliseconds: range.from.milliseconds), in: period)
        let last = max(first, Self.number(of: CivilTime(milliseconds: range.to.milliseconds), in: period))
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
        case .hourly: time.daysSince1970 * 24 + time.hour
        case .daily: time.daysSince1970
        // 1 January 1970 was a Thursday; weeks begin on Monday.
        case .weekly: (time.daysSince1970 + 3).flooredQuotient(by: 7)
        case .monthly: time.year * 12 + time.month - 1
        case .yearly: time.year
        }
    }

    /// Nothing for a year that the calendar does not reach.
    private static func start(of number: Int64, in period: Period) -> CivilTime? {
        switch period {
        case .hourly: CivilTime(secondsSince1970: number * 3_600)
        case .daily: CivilTime(secondsSince1970: number * 86_400)
        case .weekly: CivilTime(secondsSince1970: (number * 7 - 3) * 86_400)
        case .monthly:
            CivilTime(
                year: number.flooredQuotient(by: 12), month: number - number.flooredQuotient(by: 12) * 12 + 1, day: 1)
        case .yearly: CivilTime(year: number, month: 1, day: 1)
        }
    }
}
