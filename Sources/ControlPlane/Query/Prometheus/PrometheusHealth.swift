internal import JSON

/// Asks a source for `1+1` and then for what it is.
struct PrometheusHealth {
    private let source: AskedSource
    private let api: PrometheusAPI

    init(_ source: AskedSource) {
        self.source = source
        api = PrometheusAPI(source)
    }

    func report() async -> HealthReport {
        var report: HealthReport
        do throws(SourceFailure) {
            // Any moment would do: four seconds after 1970, as Grafana asks.
            let answer = try await api.query("api/v1/query", [("query", "1+1"), ("time", "4")])
            report = await source.computing { Self.report(on: answer) }
        } catch {
            return Self.failed(error.description)
        }
        report.details = await details()
        return report
    }

    private static func report(on answer: SourceAnswer) -> HealthReport {
        guard answer.status == 200 else { return failed(answer.statusText) }
        do {
            var reader = PrometheusReader(answer.body.span)
            if let refusal = try reader.read().refusal { return failed(refusal) }
            return HealthReport(.ok, "Successfully queried the Prometheus API.")
        } catch {
            return failed(PrometheusReading.text(of: error))
        }
    }

    private static func failed(_ reason: String) -> HealthReport {
        HealthReport(.error, "\(reason) - There was an error returned querying the Prometheus API.")
    }

    /// Which of its kind the source is; nothing when it does not say. Mimir lists its features, Prometheus has none to list, and a source
    /// that does not know the call is taken for Prometheus.
    private func details() async -> JSONObject? {
        guard let answer = try? await api.get("api/v1/status/buildinfo"), answer.status == 200 || answer.status == 404
        else { return nil }
        return await source.computing { Self.details(from: answer) }
    }

    private static func details(from answer: SourceAnswer) -> JSONObject? {
        var features: JSONValue?
        if answer.status == 200 {
            guard let body = try? JSONValue(parsing: answer.body.span) else { return nil }
            features = body["data"]?["features"]
        }
        let isMimir = features?.objectValue.map { !$0.isEmpty } ?? false
        return [
            "application": .string(isMimir ? "Mimir" : "Prometheus"),
            "features": .object(["rulerApiEnabled": .bool(isMimir)]),
        ]
    }
}
