extension LokiQuery {
    var request: SourceRequest {
        var pairs = [("direction", direction.rawValue)]
        let end = String(range.to.nanosecondsSince1970)
        if kind == .range { pairs.append(("end", end)) }
        if let linesMax { pairs.append(("limit", String(linesMax))) }
        pairs.append(("query", expression))
        switch kind {
        case .range:
            pairs.append(("start", String(range.from.nanosecondsSince1970)))
            // Loki knows no step such as 1.5s.
            pairs.append(("step", "\(step.milliseconds)ms"))
        case .instant:
            pairs.append(("time", end))
        }
        return SourceRequest(
            "GET", kind == .range ? "loki/api/v1/query_range" : "loki/api/v1/query", query: FormText.encode(pairs),
            fields: fields)
    }

    /// With the flag Loki says of each label of a line where it comes from.
    private var fields: [(name: String, value: String)] {
        let flag = (name: "X-Loki-Response-Encoding-Flags", value: "categorize-labels")
        return tag.isEmpty ? [flag] : [flag, (name: "X-Query-Tags", value: "Source=\(tag)")]
    }

    /// What was asked, for people.
    func executed(withStep: Bool) -> String {
        withStep ? "Expr: \(expression)\nStep: \(step.goText)" : "Expr: \(expression)"
    }
}
