internal import JSON

/// Alertmanager, by itself or inside Mimir or Cortex, where it stands below `/alertmanager`.
struct AlertmanagerLanguage: SourceLanguage {
    /// Asks where the settings say that it is, and when it is not there looks in the other place: the wrong choice is a common mistake.
    func health(of source: AskedSource) async -> HealthReport? {
        let isPrometheus = source.setting("implementation")?.stringValue == "prometheus"
        if await Self.answers(source, below: isPrometheus ? "" : "alertmanager/") {
            return HealthReport(.ok, "Health check passed.")
        }
        guard await Self.answers(source, below: isPrometheus ? "alertmanager/" : "") else {
            return HealthReport(.error, "Health check failed.")
        }
        let (chosen, found) = isPrometheus ? ("Prometheus", "Mimir or Cortex") : ("Mimir or Cortex", "Prometheus")
        return HealthReport(
            .error,
            "It looks like you have chosen \(chosen) implementation, but detected a \(found) endpoint. "
                + "Please update implementation selection and try again.")
    }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome { .unavailable }

    private static func answers(_ source: AskedSource, below prefix: String) async -> Bool {
        let answer = try? await source.ask(SourceRequest("GET", prefix + "api/v2/status"))
        return answer?.status == 200
    }
}
