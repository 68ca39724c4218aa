internal import JSON

/// Whether Loki answers: it is asked for one and one.
enum LokiHealth {
    static func report(on source: AskedSource) async -> HealthReport {
        let query = FormText.encode([
            ("direction", "backward"), ("query", "vector(1)+vector(1)"), ("time", "4000000000"),
        ])
        guard let answer = try? await source.ask(SourceRequest("GET", "loki/api/v1/query", query: query)),
            answer.isSuccess, await source.computing({ isTwo(answer.body) })
        else {
            return HealthReport(.error, "Unable to connect with Loki. Please check the server logs for more details.")
        }
        return HealthReport(.ok, "Data source successfully connected.")
    }

    /// A vector of one sample, which is 2.
    private static func isTwo(_ body: [UInt8]) -> Bool {
        guard let data = (try? JSONValue(parsing: body.span))?["data"], data["resultType"] == "vector",
            let samples = data["result"]?.arrayValue, samples.count == 1, let sample = samples[0]["value"]?.arrayValue
        else { return false }
        return sample.count == 2 && sample[1] == "2"
    }
}
