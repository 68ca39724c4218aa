/// OpenTSDB: its names and what it can do with them.
struct OpenTSDBLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        await source.probe(SourceRequest("GET", "api/suggest", query: "q=cpu&type=metrics")) { answer in
            answer.status == 200 ? nil : "OpenTSDB suggest endpoint returned status \(answer.status)"
        }
    }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        guard ["api/suggest", "api/aggregators", "api/config/filters", "api/search/lookup"].contains(call.path) else {
            return .notFound
        }
        return await source.pass(call, to: call.path)
    }
}
