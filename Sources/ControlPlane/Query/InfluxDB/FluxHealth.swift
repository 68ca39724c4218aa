internal import Bytes
internal import JSON

/// Whether an InfluxDB answers Flux: it is asked which buckets there are.
enum FluxHealth {
    static func report(on source: AskedSource) async -> HealthReport {
        let organization = source.setting("organization")?.stringValue ?? ""
        guard !organization.isEmpty else {
            return HealthReport(.error, "missing organization in datasource configuration error performing flux query")
        }
        do throws(SourceFailure) {
            let answer = try await source.ask(request(organization))
            guard answer.isSuccess else { return failed(error(of: answer)) }
            switch await source.computing({ FluxTables.rowCount(answer.body) }) {
            case .success(let count): return HealthReport(.ok, "datasource is working. \(count) buckets found")
            case .failure(let problem): return failed(problem.text)
            }
        } catch {
            return failed(error.description)
        }
    }

    private static func request(_ organization: String) -> SourceRequest {
        var body = ByteBuffer()
        body.appendJSON([
            "query": "buckets()", "type": "flux",
            "dialect": ["annotations": ["datatype", "group", "default"], "delimiter": ",", "header": true],
        ])
        return SourceRequest(
            "POST", "api/v2/query", query: FormText.encode([("org", organization)]),
            fields: [("Content-Type", "application/json"), ("Accept", "text/csv")], body: body.span.copy())
    }

    /// `code: message` of the body, or all of it.
    private static func error(of answer: SourceAnswer) -> String {
        let body = try? JSONValue(parsing: answer.body.span)
        guard let message = body?["message"]?.stringValue else { return answer.words }
        return body?["code"]?.stringValue.map { "\($0): \(message)" } ?? message
    }

    private static func failed(_ words: String) -> HealthReport {
        HealthReport(.error, "\(words) error reading buckets")
    }
}
