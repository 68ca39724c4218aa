internal import Bytes
internal import JSON

/// Calls below `/resources/`: events, metrics by pattern, and the functions that there are. The caller sends JSON; Graphite is asked with a
/// form or a query, and its answer is written anew with the members that callers know.
enum GraphiteResource {
    static func outcome(of call: ResourceCall, _ source: AskedSource) async -> ResourceOutcome {
        switch call.path {
        case "functions":
            return await ask(SourceRequest("GET", "functions"), "functions", source, GraphiteFunctions.rewritten)
        case "events", "metrics/find", "metrics/expand": break
        default: return .notFound
        }
        guard let body = (try? JSONValue(parsing: call.body.span))?.objectValue else {
            return .badRequest("failed to parse request body: a JSON object is expected")
        }
        if call.path == "events" {
            return await ask(events(body), "events", source, GraphiteEvents.rewritten)
        }
        guard !text(body, "query").isEmpty else {
            return .badRequest("failed to handle resource request: query is required")
        }
        return call.path == "metrics/find"
            ? await ask(find(body), "metrics find", source, GraphiteMetrics.found)
            : await ask(expand(body), "metrics expand", source, GraphiteMetrics.expanded)
    }

    private static func events(_ body: JSONObject) -> SourceRequest {
        var pairs = [("from", text(body, "from"))]
        if !text(body, "tags").isEmpty { pairs.append(("tags", text(body, "tags"))) }
        pairs.append(("until", text(body, "until")))
        return SourceRequest("GET", "events/get_data", query: FormText.encode(pairs))
    }

    private static func find(_ body: JSONObject) -> SourceRequest {
        let form = FormText.encode([("query", text(body, "query"))])
        return SourceRequest(
            "POST", "metrics/find", query: FormText.encode(times(in: body)), fields: [FormText.contentType],
            body: Array(form.utf8))
    }

    private static func expand(_ body: JSONObject) -> SourceRequest {
        let pairs = times(in: body) + [("query", text(body, "query"))]
        return SourceRequest("GET", "metrics/expand", query: FormText.encode(pairs))
    }

    private static func times(in body: JSONObject) -> [(name: String, value: String)] {
        ["from", "until"].map { ($0, text(body, $0)) }.filter { !$0.1.isEmpty }
    }

    private static func text(_ body: JSONObject, _ key: String) -> String { body[key]?.stringValue ?? "" }

    /// `rewrite` makes the answer's bytes; nothing when what Graphite said is of no use.
    private static func ask(
        _ request: SourceRequest, _ name: String, _ source: AskedSource,
        _ rewrite: @escaping @Sendable (SourceAnswer) -> [UInt8]?
    ) async -> ResourceOutcome {
        do throws(SourceFailure) {
            let answer = try await source.ask(request)
            guard let body = await source.computing({ rewrite(answer) }) else {
                return .failed(
                    "failed to handle resource request: \(name) request failed: failed to parse \(name) response")
            }
            return .answer(status: answer.status, fields: [("Content-Type", "application/json")], body: body)
        } catch {
            return .unreachable(error)
        }
    }
}
