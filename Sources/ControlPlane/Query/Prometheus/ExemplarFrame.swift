internal import JSON

/// The exemplars of a query as one table: time, value and a column for each label of any of them.
enum ExemplarFrame {
    /// Nothing when there are no exemplars.
    static func frame(of exemplars: [PrometheusExemplar], step: Interval) -> DataFrame? {
        let chosen = ExemplarSample.chosen(from: exemplars, step: step)
        guard !chosen.isEmpty else { return nil }
        let names = Set(exemplars.flatMap { Array($0.labels.keys) + Array($0.seriesLabels.keys) })
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let labels = names.map { name in
            FrameField(name, .string(chosen.map { $0.seriesLabels[name] ?? $0.labels[name] ?? "" }))
        }
        return DataFrame(
            name: "exemplar", meta: FrameMeta(custom: ["resultType": "exemplar"]),
            fields: [
                FrameField("Time", .time(chosen.map { FrameTime(milliseconds: $0.milliseconds) })),
                FrameField("Value", .float64(chosen.map(\.value))),
            ] + labels)
    }
}
