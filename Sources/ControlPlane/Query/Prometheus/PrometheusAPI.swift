/// Calls of a Prometheus's HTTP API.
struct PrometheusAPI {
    private let source: AskedSource
    private let settings: PrometheusSettings

    init(_ source: AskedSource) {
        self.source = source
        settings = PrometheusSettings(source)
    }

    /// Asks with `fields` in the URL or, where the settings say POST, in a form.
    func query(_ path: String, _ fields: [(name: String, value: String)]) async throws(SourceFailure) -> SourceAnswer {
        guard settings.method == "POST" else {
            let query = FormText.encode(fields + settings.customParameters)
            return try await source.ask(SourceRequest(settings.method, path, query: query))
        }
        return try await source.ask(
            SourceRequest(
                "POST", path, query: FormText.encode(settings.customParameters),
                fields: [FormText.contentType],
                body: Array(FormText.encode(fields).utf8)))
    }

    func get(_ path: String) async throws(SourceFailure) -> SourceAnswer {
        try await source.ask(SourceRequest("GET", path, query: FormText.encode(settings.customParameters)))
    }

    func mayPass(_ call: ResourceCall) -> Bool { source.mayPass(call.method, call.path) }

    /// A caller's own call, as it was sent; nothing when the settings forbid its method.
    func pass(_ call: ResourceCall) async throws(SourceFailure) -> SourceAnswer? {
        if call.method == "POST", settings.method == "GET" { return nil }
        let query = [call.query ?? "", FormText.encode(settings.customParameters)].filter { !$0.isEmpty }
        return try await source.ask(
            SourceRequest(
                call.method, call.path, query: query.joined(separator: "&"), fields: call.fields, body: call.body))
    }
}
