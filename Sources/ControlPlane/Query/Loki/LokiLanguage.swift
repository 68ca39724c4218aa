/// Loki: logs and the metrics that are counted from them, asked in LogQL.
struct LokiLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? { await LokiHealth.report(on: source) }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        await LokiResource.outcome(of: call, source)
    }

    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        await source.sideBySide(queries) { await Self.result(of: $0, source) }
    }

    private static func result(of native: NativeQuery, _ source: AskedSource) async -> QueryResult {
        do throws(QueryError) {
            let query = try LokiQuery(native)
            let answer = try await ask(query, of: source)
            let frames = await source.computing {
                Result { () throws(QueryError) in try LokiAnswer.frames(of: answer, to: query) }
            }
            return QueryResult(frames: try frames.get())
        } catch {
            return .failed(error, frames: nil)
        }
    }

    private static func ask(_ query: LokiQuery, of source: AskedSource) async throws(QueryError) -> SourceAnswer {
        do throws(SourceFailure) {
            return try await source.ask(query.request)
        } catch {
            throw QueryError(error)
        }
    }
}
