internal import JSON

/// The members of a query that Prometheus's language knows, as they were sent.
struct PrometheusModel {
    var expression: String
    /// The smallest step, or one of the interval macros.
    var interval: String
    var intervalMilliseconds: Int64
    var intervalFactor: Int64
    var legendFormat: String
    var utcOffsetSeconds: Int64
    var asksInstant: Bool
    var asksRange: Bool
    var asksExemplars: Bool

    /// A member of another type than Grafana's is refused; one that is missing or null is empty.
    init(_ model: JSONObject) throws(QueryError) {
        let reader = ModelReader(model)
        expression = try reader.text("expr")
        interval = try reader.text("interval")
        intervalMilliseconds = try reader.integer("intervalMs")
        intervalFactor = try reader.integer("intervalFactor")
        legendFormat = try reader.text("legendFormat")
        utcOffsetSeconds = try reader.integer("utcOffsetSec")
        asksInstant = try reader.flag("instant")
        asksRange = try reader.flag("range")
        asksExemplars = try reader.flag("exemplar")
        if !asksInstant && !asksRange { asksRange = true }
    }
}

/// Reads members of known types.
private struct ModelReader {
    private let model: JSONObject

    init(_ model: JSONObject) { self.model = model }

    func text(_ name: String) throws(QueryError) -> String {
        try member(name, "string") { $0.stringValue } ?? ""
    }

    func flag(_ name: String) throws(QueryError) -> Bool {
        try member(name, "bool") { $0.boolValue } ?? false
    }

    /// A fraction is cut off.
    func integer(_ name: String) throws(QueryError) -> Int64 {
        try member(name, "int64") { value in
            value.int64Value ?? value.numberValue?.double.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
        } ?? 0
    }

    private func member<Value>(
        _ name: String, _ type: String, _ read: (JSONValue) -> Value?
    ) throws(QueryError) -> Value? {
        guard let value = model[name], value.kind != .null else { return nil }
        if let read = read(value) { return read }
        throw QueryError("error unmarshaling query: cannot read \(value.kind) as \(name) of type \(type)")
    }
}
