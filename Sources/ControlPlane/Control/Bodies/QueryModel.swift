internal import Catalog
internal import JSON
internal import Query

/// One element of a query request's `queries`, read for what every type has. The rest is for the type to read.
struct QueryModel {
    private static let refIDBytesMax = 256

    private let model: JSONObject
    /// How the query is named in refusals.
    private let name: String

    init(_ model: JSONObject, index: Int) {
        self.model = model
        let refID = model["refId"]?.stringValue ?? ""
        name = refID.isEmpty || refID.utf8.count > 40 ? "queries[\(index)]" : "query \(refID)"
    }

    func entry(_ range: TimeRange) throws(ControlError) -> QueryBody.Entry {
        let refID = try text("refId")
        guard refID.utf8.count <= Self.refIDBytesMax else { throw refusal("refId", "is too long") }
        let query = NativeQuery(
            refID: refID.isEmpty ? "A" : refID, queryType: try text("queryType"),
            intervalMilliseconds: try count("intervalMs") ?? 1_000, maxDataPoints: try count("maxDataPoints") ?? 100,
            range: range, model: model)
        return QueryBody.Entry(query: query, source: try source())
    }

    // MARK: Members

    private func text(_ key: String) throws(ControlError) -> String {
        switch model[key] ?? .null {
        case .null: return ""
        case .string(let text): return text
        case .bool, .number, .array, .object: throw refusal(key, "must be a string")
        }
    }

    /// A number that is not below zero, its fraction cut off as Grafana does; nothing when there is none.
    private func count(_ key: String) throws(ControlError) -> Int64? {
        guard case .number(let number)? = model[key] else { return nil }
        let whole = number.int64 ?? number.double.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
        guard let whole, whole >= 0 else { throw refusal(key, "must be a number from 0 to \(Int64.max)") }
        return whole
    }

    /// By uid before id, as Grafana 12 does.
    private func source() throws(ControlError) -> DataSourceReference {
        let named = model["datasource"]
        let uid = named?.stringValue ?? named?["uid"]?.stringValue ?? ""
        if uid == "__expr__" || uid == "-100" { throw refusal("datasource", "expressions are not supported") }
        if !uid.isEmpty { return .uid(uid) }
        if let id = model["datasourceId"]?.int64Value, id > 0 { return .id(id) }
        throw .asking(.noSource)
    }

    private func refusal(_ key: String, _ text: String) -> ControlError {
        .asking(.badQuery("\(name): \(key): \(text)"))
    }
}
