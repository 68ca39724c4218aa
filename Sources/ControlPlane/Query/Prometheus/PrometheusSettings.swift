internal import JSON

/// What a data source's `jsonData` says about how it is asked.
struct PrometheusSettings {
    /// Queries are sent as a form in a POST unless `httpMethod` says otherwise.
    let method: String
    /// How often the source scrapes; empty when it is not said.
    let timeInterval: String
    /// `customQueryParameters`, which every call has in its query.
    let customParameters: [(name: String, value: String)]

    init(_ source: AskedSource) {
        let method = source.setting("httpMethod")?.stringValue ?? ""
        self.method = method.isEmpty ? "POST" : method.uppercased()
        timeInterval = source.setting("timeInterval")?.stringValue ?? ""
        customParameters = FormText.decode(source.setting("customQueryParameters")?.stringValue ?? "")
    }
}
