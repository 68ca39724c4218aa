/// A query made ready: its step found, its macros replaced.
struct PrometheusQuery {
    let model: PrometheusModel
    let step: Interval
    /// The PromQL that is asked.
    let expression: String
    let range: TimeRange

    init(_ query: NativeQuery, settings: PrometheusSettings) throws(QueryError) {
        model = try PrometheusModel(query.model)
        range = query.range
        do throws(IntervalError) {
            step = try Self.step(of: model, over: query, settings: settings)
        } catch {
            throw QueryError(error.description)
        }
        var macros = IntervalMacros(interval: step, range: range)
        let rate = Self.rateInterval(of: model, over: query, step: step, settings: settings)
        macros.add("__rate_interval_ms", String(rate.milliseconds))
        macros.add("__rate_interval", rate.goText)
        expression = macros.replaced(in: model.expression)
    }

    /// As Grafana's clients show what was asked.
    var executedText: String { "Expr: \(expression)\nStep: \(step.goText)" }

    // MARK: Times, in seconds as Prometheus reads them

    /// The range's ends lie on whole steps, so that a source's cache is of use.
    var start: String { aligned(range.from).secondsText }
    var end: String { aligned(range.to).secondsText }
    var instant: String { StepTime(range.to).secondsText }

    private func aligned(_ time: FrameTime) -> StepTime {
        StepTime(time).aligned(to: step, offset: .seconds(model.utcOffsetSeconds))
    }

    // MARK: Step

    private static let defaultScrapeInterval = Interval.seconds(15)

    private static func step(
        of model: PrometheusModel, over query: NativeQuery, settings: PrometheusSettings
    ) throws(IntervalError) -> Interval {
        let minimum = try IntervalRules.minimum(
            query: intervalMacros.contains(model.interval) ? "" : model.interval,
            queryMilliseconds: model.intervalMilliseconds, source: settings.timeInterval,
            fallback: defaultScrapeInterval)
        let calculated = IntervalRules.calculated(over: query.range, points: query.maxDataPoints, minimum: minimum)
        let step = max(calculated, IntervalRules.safe(over: query.range))
        if isRateInterval(model.interval) { return rateInterval(of: step, scraped: settings.timeInterval) }
        return step * (model.intervalFactor == 0 ? 1 : model.intervalFactor)
    }

    /// What `$__rate_interval` stands for: never shorter than four scrapes.
    private static func rateInterval(
        of model: PrometheusModel, over query: NativeQuery, step: Interval, settings: PrometheusSettings
    ) -> Interval {
        if isRateInterval(model.interval) { return step }
        let isStep = model.interval == "$__interval" || model.interval == "${__interval}"
        let scraped = isStep ? step.goText : model.interval.isEmpty ? settings.timeInterval : model.interval
        return rateInterval(of: .milliseconds(query.intervalMilliseconds), scraped: scraped)
    }

    private static func rateInterval(of interval: Interval, scraped text: String) -> Interval {
        guard !text.isEmpty else { return max(interval + defaultScrapeInterval, defaultScrapeInterval * 4) }
        guard let scraped = try? Interval(setting: text) else { return .zero }
        return max(interval + scraped, scraped * 4)
    }

    /// The minimum step of these is the source's own.
    private static let intervalMacros: Set<String> = [
        "$__interval", "$__interval_ms", "$__rate_interval", "$__rate_interval_ms",
        "${__interval}", "${__interval_ms}", "${__rate_interval}", "${__rate_interval_ms}",
    ]

    private static func isRateInterval(_ text: String) -> Bool {
        text == "$__rate_interval" || text == "${__rate_interval}"
    }
}
