internal import Bytes
internal import HTTP
internal import JSON

/// Whether OpenSearch has the indices and the time field, as Grafana's plugin asks: by the mapping of that field.
struct OpenSearchHealth {
    private let settings: ElasticsearchSettings

    init(_ settings: ElasticsearchSettings) { self.settings = settings }

    func report(on source: AskedSource) async -> HealthReport {
        let index: String
        do throws(QueryError) { index = try IndexPattern(settings).everyIndex } catch {
            return HealthReport(.error, error.text)
        }
        let timeField = settings.timeField
        let path = (index.isEmpty ? "" : index + "/") + "_mapping/field/" + PercentCoding.encode(timeField)
        do throws(SourceFailure) {
            let answer = try await source.ask(SourceRequest("GET", path))
            return await source.computing { Self.report(on: answer, timeField: timeField, hasIndex: !index.isEmpty) }
        } catch {
            return HealthReport(.error, error.description)
        }
    }

    private static func report(on answer: SourceAnswer, timeField: String, hasIndex: Bool) -> HealthReport {
        let value = try? JSONValue(parsing: answer.body.span)
        guard answer.status == 200 else {
            let status = "\(answer.status) \(StatusLine.reason(answer.status))"
            return HealthReport(.error, value?["error"]?["reason"]?.stringValue ?? "OpenSearch answered \(status)")
        }
        guard hasIndex else { return HealthReport(.ok, "Fields fetched OK. Index not set.") }
        guard let indices = value?.objectValue else {
            return HealthReport(.error, "Error parsing response: it is no JSON object")
        }
        guard !indices.isEmpty else { return HealthReport(.error, "Index not found") }
        // A field's mapping stands under its full name and within under the last part of it.
        let mappings = indices.members.compactMap {
            $0.value["mappings"]?[timeField]?["mapping"]?.objectValue?.members.first?.value
        }
        guard let mapping = mappings.first else {
            return HealthReport(.ok, "Index OK. Note: No field named \(timeField) found")
        }
        guard mapping["type"] == "date" else {
            return HealthReport(.ok, "Index OK. Note: \(timeField) is not a date field")
        }
        return HealthReport(.ok, "Index OK. Time field name OK.")
    }
}
