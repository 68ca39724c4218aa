internal import Bytes
internal import JSON

/// Jaeger: its services and their operations.
struct JaegerLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        await source.probe(SourceRequest("GET", "api/services")) { answer in
            guard answer.isSuccess else { return answer.statusText }
            return answer.readingProblem { $0.objectValue != nil }
        }
    }

    /// Jaeger wraps its lists; callers get the list.
    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        guard Self.isKnown(call.path) else { return .notFound }
        let outcome = await source.pass(call, to: "api/" + call.path)
        guard case .answer(let status, _, let body) = outcome, (200..<300).contains(status) else { return outcome }
        return await source.computing { Self.unwrapped(body, status: status) }
    }

    private static func isKnown(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts == ["services"]
            || parts.count == 3 && parts[0] == "services" && !parts[1].isEmpty && parts[2] == "operations"
    }

    private static func unwrapped(_ body: [UInt8], status: Int) -> ResourceOutcome {
        do {
            let value = try JSONValue(parsing: body.span, limits: .sourceList)
            var json = ByteBuffer()
            json.appendJSON(value["data"] ?? .array([]))
            return .answer(
                status: status, fields: [(name: "Content-Type", value: "application/json")], body: json.span.copy())
        } catch {
            return .failed("The data source's answer cannot be read: \(error)")
        }
    }
}
