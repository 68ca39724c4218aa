internal import Catalog

/// Prometheus, and what speaks its API (Thanos, Mimir, VictoriaMetrics).
struct PrometheusLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        await PrometheusHealth(source).report()
    }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        await PrometheusResources(PrometheusAPI(source)).outcome(of: call)
    }

    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        let settings = PrometheusSettings(source)
        return await source.sideBySide(queries) { query in
            do throws(QueryError) {
                let query = try PrometheusQuery(query, settings: settings)
                return await PrometheusQuerying(source).result(of: query)
            } catch {
                return .failed(error, frames: nil)
            }
        }
    }
}
