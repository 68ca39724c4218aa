internal import JSON

/// Whether Graphite renders: a constant line over the last hour, by Graphite's own clock.
enum GraphiteHealth {
    static func report(on source: AskedSource) async -> HealthReport {
        do throws(QueryError) {
            _ = try await GraphiteLanguage.frames(of: request, source)
            return HealthReport(.ok, "Successfully connected to Graphite")
        } catch {
            return HealthReport(
                .error, "Graphite health check failed. See details below",
                details: ["verboseMessage": .string(error.text)])
        }
    }

    private static var request: SourceRequest {
        let form = FormText.encode([
            ("format", "json"), ("from", "-1h"), ("maxDataPoints", "100"), ("target", "constantLine(100)"),
            ("until", "now"),
        ])
        return SourceRequest("POST", "render", fields: [FormText.contentType], body: Array(form.utf8))
    }
}
