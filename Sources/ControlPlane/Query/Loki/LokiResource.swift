internal import Bytes
internal import JSON

/// Calls below `/resources/`: what Loki's own API can be asked by GET, with and without its prefix.
enum LokiResource {
    private static let prefix = "loki/api/v1/"

    static func outcome(of call: ResourceCall, _ source: AskedSource) async -> ResourceOutcome {
        guard call.method == "GET" else { return .methodRefused(allowed: ["GET"]) }
        let path = call.path.hasPrefix(prefix) ? call.path : prefix + call.path
        let request = SourceRequest("GET", path, query: call.query ?? "", fields: fields(of: call))
        do throws(SourceFailure) {
            let answer = try await source.ask(request)
            return .answer(
                status: answer.status, fields: [("Content-Type", "application/json")],
                body: answer.isSuccess ? answer.body : message(of: answer))
        } catch {
            return .unreachable(error)
        }
    }

    private static func fields(of call: ResourceCall) -> [(name: String, value: String)] {
        call.fields.filter { ["x-loki-response-encoding-flags", "x-query-tags"].contains($0.name.lowercased()) }
    }

    /// Callers read JSON; Loki words some of its errors as plain text.
    private static func message(of answer: SourceAnswer) -> [UInt8] {
        var json = ByteBuffer()
        json.appendJSON(["message": .string(LokiAnswer.error(of: answer).text)])
        return json.span.copy()
    }
}
