internal import JSON

/// Zipkin: its services, spans and traces.
struct ZipkinLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        await source.probe(SourceRequest("GET", "api/v2/services")) { answer in
            guard answer.isSuccess else { return answer.statusText }
            return answer.readingProblem { $0.arrayValue != nil }
        }
    }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        let isTrace = call.path.hasPrefix("trace/") && call.path.split(separator: "/").count == 2
        guard ["services", "spans", "traces"].contains(call.path) || isTrace else { return .notFound }
        return await source.pass(call, to: "api/v2/" + call.path)
    }
}
