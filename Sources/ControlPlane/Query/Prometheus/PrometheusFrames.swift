internal import JSON

/// Answers of Prometheus as Grafana's frames.
enum PrometheusFrames {
    /// The frames of an answer that was read, `query` being what was asked.
    static func frames(of answer: PrometheusAnswer, to query: PrometheusQuery) -> [DataFrame] {
        var frames =
            switch answer.result {
            case .none: [DataFrame]()
            case .series(let series, let type): series.map { frame(of: $0, type: type, query) }
            case .scalar(let times, let values): [scalar(times, values, query)]
            case .string(let milliseconds, let text): [string(milliseconds, text, query)]
            case .exemplars(let exemplars): ExemplarFrame.frame(of: exemplars, step: query.step).map { [$0] } ?? []
            }
        let notices = answer.warnings.map { FrameNotice(.warning, $0) } + answer.infos.map { FrameNotice(.info, $0) }
        if !notices.isEmpty {
            for place in frames.indices { frames[place].meta?.notices = notices }
        }
        return frames
    }

    /// An answer without frames still says what was asked.
    static func empty(_ query: PrometheusQuery, tellsStep: Bool) -> DataFrame {
        DataFrame(
            meta: FrameMeta(
                custom: tellsStep ? .object(["calculatedMinStep": step(of: query)]) : nil,
                executedQueryString: query.executedText))
    }

    /// The first frame of an answer says what was asked, and the step that its readers may merge with.
    static func describe(_ frames: inout [DataFrame], _ query: PrometheusQuery) {
        guard var meta = frames.first?.meta else { return }
        var custom = meta.custom?.objectValue ?? [:]
        custom["calculatedMinStep"] = step(of: query)
        meta.custom = .object(custom)
        meta.executedQueryString = query.executedText
        frames[0].meta = meta
    }

    private static func step(of query: PrometheusQuery) -> JSONValue { .number(JSONNumber(query.step.milliseconds)) }

    // MARK: Results

    private static func frame(of series: PrometheusSeries, type: String, _ query: PrometheusQuery) -> DataFrame {
        if let histograms = series.histograms { return heatmap(histograms, series.labels, query) }
        return DataFrame(
            meta: meta(type == "vector" ? "numeric-multi" : "timeseries-multi", resultType: type),
            fields: [
                time(.timeText(series.times), query),
                value(.numberText(series.values), labels: series.labels, query),
            ])
    }

    private static func scalar(_ times: NumberText, _ values: NumberText, _ query: PrometheusQuery) -> DataFrame {
        DataFrame(
            meta: meta("numeric-multi", resultType: "scalar"),
            fields: [time(.timeText(times), query), value(.numberText(values), labels: [:], query)])
    }

    private static func string(_ milliseconds: Int64, _ text: String, _ query: PrometheusQuery) -> DataFrame {
        DataFrame(
            meta: FrameMeta(type: "timeseries-multi", custom: ["resultType": "string"]),
            fields: [
                time(.time([FrameTime(milliseconds: milliseconds)]), query),
                value(.string([text]), labels: [:], query),
            ])
    }

    private static func heatmap(
        _ histograms: HistogramColumns, _ labels: [String: String], _ query: PrometheusQuery
    ) -> DataFrame {
        var lower = value(.float64(histograms.lowerBounds), labels: labels, query)
        lower.name = "yMin"
        var upper = time(.time(histograms.times), query)
        upper.name = "xMax"
        return DataFrame(
            meta: FrameMeta(type: "heatmap-cells"),
            fields: [
                upper, lower, FrameField("yMax", .float64(histograms.upperBounds)),
                FrameField("count", .float64(histograms.counts)),
                FrameField("yLayout", .integer(histograms.boundaries, .int8)),
            ])
    }

    // MARK: Parts

    private static func meta(_ type: String, resultType: String) -> FrameMeta {
        FrameMeta(type: type, typeVersion: (0, 1), custom: ["resultType": .string(resultType)])
    }

    private static func time(_ column: FrameColumn, _ query: PrometheusQuery) -> FrameField {
        FrameField("Time", column, config: FieldConfig(intervalMilliseconds: Double(query.step.milliseconds)))
    }

    private static func value(_ column: FrameColumn, labels: [String: String], _ query: PrometheusQuery) -> FrameField {
        let name = displayName(of: labels, query)
        return FrameField(
            labels["__name__"] ?? "Value", column, labels: labels,
            config: name.isEmpty ? nil : FieldConfig(displayNameFromDS: name))
    }

    /// Empty where whoever shows the series is to find a name.
    private static func displayName(of labels: [String: String], _ query: PrometheusQuery) -> String {
        let format = query.model.legendFormat
        if format == "__auto", !labels.isEmpty { return "" }
        let name = format.isEmpty || format == "__auto" ? Legend.name(of: labels) : Legend.text(format, of: labels)
        return name == "{}" ? query.expression : name
    }
}
