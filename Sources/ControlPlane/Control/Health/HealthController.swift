internal import JSON
internal import Web

/// Whether the server lives, is ready, and what it counts. Open to everybody: none of it names a caller;
/// metrics name data sources by their uids, unless the configuration says otherwise.
struct HealthController: Sendable {
    let probes: HealthProbes
    let configuration: ControlConfiguration

    /// `GET /api/health`, as Grafana's clients read it.
    func health(_ request: WebRequest) async -> WebResponse {
        let answers = await probes.databaseAnswers()
        let body = JSONText.object { json in
            json.key("commit")
            json.string(configuration.commit)
            json.key("database")
            json.string(answers ? "ok" : "failing")
            json.key("headgate")
            json.string(configuration.version)
            json.key("version")
            json.string(configuration.grafanaVersion)
        }
        return answers ? WebResponse(body) : ControlErrorResponse.unhealthy(body: body)
    }

    /// `GET /healthz`: the process answers.
    func alive(_ request: WebRequest) async -> WebResponse { .text("ok") }

    /// `GET /readyz`: the process takes requests.
    func ready(_ request: WebRequest) async -> WebResponse {
        await probes.isReady() ? .text("ok") : ControlErrorResponse.notReady
    }

    /// `GET /metrics`.
    func metrics(_ request: WebRequest) async -> WebResponse {
        WebResponse(await probes.metrics(), contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
