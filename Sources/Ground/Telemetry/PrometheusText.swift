/// Writes metrics in Prometheus' text exposition format 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats).
struct PrometheusText {
    private var text = ""

    var bytes: [UInt8] { Array(text.utf8) }

    mutating func append(_ metric: Metric) {
        text += "# HELP \(metric.name) \(Self.escaped(metric.help, quote: false))\n"
        text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
        for sample in metric.samples { append(sample, of: metric.name) }
    }

    private mutating func append(_ sample: Metric.Sample, of name: String) {
        switch sample.reading {
        case .counter(let counter): appendLine(name, sample.labels, String(counter.value))
        case .gauge(let gauge): appendLine(name, sample.labels, String(gauge.value))
        case .measured(let measure): appendLine(name, sample.labels, String(measure()))
        case .histogram(let histogram): append(histogram.reading, name, sample.labels)
        case .counted(let count): appendLine(name, sample.labels, String(count()))
        case .total(let count): appendLine(name, sample.labels, String(count))
        case .level(let value): appendLine(name, sample.labels, String(value))
        case .distribution(let reading): append(reading, name, sample.labels)
        }
    }

    private mutating func append(_ histogram: HistogramReading, _ name: String, _ labels: [MetricLabel]) {
        let counts = histogram.cumulative
        let bounds = histogram.bounds.map(Self.seconds) + ["+Inf"]
        for (bound, count) in zip(bounds, counts) {
            appendLine(name + "_bucket", labels + [MetricLabel("le", bound)], String(count))
        }
        appendLine(name + "_sum", labels, Self.seconds(histogram.sumMicroseconds))
        appendLine(name + "_count", labels, String(counts.last ?? 0))
    }

    private mutating func appendLine(_ name: String, _ labels: [MetricLabel], _ value: String) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quote: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    /// Exact, in the shortest decimal form: 1,500,000 is `1.5`.
    private static func seconds(_ microseconds: UInt64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return String(whole) }
        var digits = String(rest + 1_000_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    /// Backslash and line feed everywhere, the double quote in label values only.
    private static func escaped(_ value: String, quote: Bool) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quote: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
