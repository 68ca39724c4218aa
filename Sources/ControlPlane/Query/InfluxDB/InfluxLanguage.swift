internal import Catalog
internal import JSON

/// InfluxDB, in InfluxQL or Flux.
struct InfluxLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? {
        switch InfluxVersion(source.setting("version")) {
        case .influxQL: await InfluxQLHealth.report(on: source)
        case .flux: await FluxHealth.report(on: source)
        case .other: HealthReport(.error, "unknown influx version ")
        }
    }

    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        await source.sideBySide(queries) { query in
            switch InfluxVersion(source.setting("version")) {
            case .flux: await FluxQuerying.result(of: query, source)
            case .influxQL, .other: await Self.result(of: query, source)
            }
        }
    }

    private static func result(of native: NativeQuery, _ source: AskedSource) async -> QueryResult {
        do throws(QueryError) {
            guard InfluxVersion(source.setting("version")) == .influxQL else {
                throw QueryError("Headgate asks InfluxDB in InfluxQL and Flux only", blame: .plugin)
            }
            let query = try InfluxQuery(native)
            let settings = try InfluxSettings(source.route.source)
            return QueryResult(frames: try await frames(of: query, settings, source))
        } catch {
            return .failed(error, frames: nil)
        }
    }

    static func frames(
        of query: InfluxQuery, _ settings: InfluxSettings, _ source: AskedSource
    ) async throws(QueryError) -> [DataFrame] {
        let text = query.text
        let answer: SourceAnswer
        do throws(SourceFailure) {
            answer = try await source.ask(settings.request(for: text, policy: query.policy))
        } catch {
            throw QueryError(error)
        }
        return try await source.computing {
            Result { () throws(QueryError) in try InfluxAnswer.frames(of: answer, to: query, asked: text) }
        }.get()
    }
}
