internal import Bytes
internal import HTTP
internal import JSON

/// Whether a cluster works, as Grafana 12 asks: by the state of the cluster, or where there is none to ask for (serverless) by the fields
/// of the index.
struct ElasticsearchHealth {
    private let settings: ElasticsearchSettings
    private let flavor: ElasticsearchFlavor

    /// Bytes of an answer that is shown to people.
    private static let shownMax = 200

    init(_ settings: ElasticsearchSettings, _ flavor: ElasticsearchFlavor) {
        self.settings = settings
        self.flavor = flavor
    }

    func report(on source: AskedSource) async -> HealthReport {
        switch flavor {
        case .elasticsearch: await cluster(source)
        case .openSearch: await OpenSearchHealth(settings).report(on: source)
        }
    }

    private func cluster(_ source: AskedSource) async -> HealthReport {
        let answer: SourceAnswer
        do throws(SourceFailure) {
            answer = try await source.ask(SourceRequest("GET", "_cluster/health", query: "wait_for_status=yellow"))
        } catch {
            return HealthReport(.error, "Health check failed: Failed to connect to Elasticsearch")
        }
        switch answer.status {
        case 410: return await serverless(source)
        case 408:
            return HealthReport(
                .error, "Health check failed: Elasticsearch data source is not healthy. Request timed out")
        case 400...:
            let status = "\(answer.status) \(StatusLine.reason(answer.status))"
            return HealthReport(
                .error, "Health check failed: Elasticsearch data source is not healthy. Status: \(status)")
        default: return await source.computing { Self.report(on: answer) }
        }
    }

    private static func report(on answer: SourceAnswer) -> HealthReport {
        guard let state = try? JSONValue(parsing: answer.body.span), state.kind == .object else {
            let text =
                String(decoding: answer.body.prefix(shownMax), as: UTF8.self)
                + (answer.body.count > shownMax ? "..." : "")
            return HealthReport(
                .unknown, "Health check failed: Failed to parse response from Elasticsearch. Response received: \(text)"
            )
        }
        guard state["status"] != "red" else {
            return HealthReport(.error, "Health check failed: Elasticsearch data source is not healthy")
        }
        return HealthReport(.ok, "Elasticsearch data source is healthy.")
    }

    private func serverless(_ source: AskedSource) async -> HealthReport {
        let name = "Elasticsearch Serverless data source is healthy."
        let timeField = settings.timeField
        let request: SourceRequest
        do throws(QueryError) { request = try FieldCapabilities.request(settings) } catch {
            return HealthReport(.error, error.text)
        }
        do throws(SourceFailure) {
            let answer = try await source.ask(request)
            switch await source.computing({ FieldCapabilities.finding(in: answer, timeField: timeField) }) {
            case nil: return HealthReport(.ok, name)
            case .warning(let words)?: return HealthReport(.ok, "\(name) Warning: \(words)")
            case .error(let words)?: return HealthReport(.error, words)
            }
        } catch {
            return HealthReport(.error, "Health check failed: Failed to connect to Elasticsearch")
        }
    }
}
