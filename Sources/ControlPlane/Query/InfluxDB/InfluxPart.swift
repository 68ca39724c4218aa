internal import JSON

/// A step of what is selected or grouped by: a field, a function of what stands before it, arithmetic behind it, a name.
struct InfluxPart: Sendable {
    private enum Shape: Sendable {
        case field, function, suffix, alias
    }

    private let type: String
    private let shape: Shape
    private let parameters: [String]

    init(_ value: JSONValue) throws(QueryError) {
        guard let type = value["type"]?.stringValue else {
            throw QueryError("a part of the query has no type", blame: .plugin, status: 400)
        }
        self.type = type
        shape = try Self.shape(of: type)
        var parameters: [String] = []
        for parameter in value["params"]?.arrayValue ?? [] {
            guard let text = parameter.stringValue ?? parameter.int64Value.map({ String($0) }) else {
                throw QueryError(
                    "a parameter of \(type.goQuoted) is neither text nor a whole number", blame: .plugin, status: 400)
            }
            parameters.append(text)
        }
        self.parameters = parameters
        guard shape == .function || !parameters.isEmpty else {
            throw QueryError("\(type.goQuoted) has no parameter", blame: .plugin, status: 400)
        }
    }

    private static func shape(of type: String) throws(QueryError) -> Shape {
        switch type {
        case "field", "tag": .field
        case "math": .suffix
        case "alias": .alias
        case "spread", "count", "distinct", "integral", "mean", "median", "sum", "mode", "cumulative_sum",
            "non_negative_difference", "holt_winters", "holt_winters_with_fit", "derivative", "non_negative_derivative",
            "difference", "moving_average", "stddev", "time", "fill", "elapsed", "bottom", "first", "last", "max",
            "min",
            "percentile", "top":
            .function
        default: throw QueryError("missing query definition for \(type.goQuoted)", blame: .plugin, status: 400)
        }
    }

    var isFill: Bool { type == "fill" }

    func text(around inner: String) -> String {
        let first = parameters.first ?? ""
        switch shape {
        case .field: return first == "*" ? "*" : InfluxName.quoted(first)
        case .suffix: return "\(inner) \(first)"
        case .alias: return "\(inner) AS \"\(first)\""
        case .function:
            let own = type == "time" ? parameters.map { $0 == "auto" ? "$__interval" : $0 } : parameters
            return "\(type)(\((inner.isEmpty ? own : [inner] + own).joined(separator: ", ")))"
        }
    }
}
