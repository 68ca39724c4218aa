/// Tempo: whether it is there. Its traces are asked for through the proxy.
struct TempoLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        await source.probe(SourceRequest("GET", "api/echo")) { $0.isSuccess ? nil : $0.statusText }
    }
}
