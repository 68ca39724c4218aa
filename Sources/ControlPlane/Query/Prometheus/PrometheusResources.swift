/// Calls below `/resources/`: what the source's API offers, and `suggestions`.
struct PrometheusResources {
    private let api: PrometheusAPI

    init(_ api: PrometheusAPI) { self.api = api }

    func outcome(of call: ResourceCall) async -> ResourceOutcome {
        do throws(QueryError) {
            return await outcome(passing: call.path == "suggestions" ? try PrometheusSuggestions.call(for: call) : call)
        } catch {
            return .badRequest(error.text)
        }
    }

    private func outcome(passing call: ResourceCall) async -> ResourceOutcome {
        guard api.mayPass(call) else { return .refused }
        do throws(SourceFailure) {
            guard let answer = try await api.pass(call) else { return .methodRefused(allowed: ["GET"]) }
            return .answer(status: answer.status, fields: answer.fields, body: answer.body)
        } catch {
            return .unreachable(error)
        }
    }
}
