/// Graphite: series by path, and functions of them.
struct GraphiteLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? { await GraphiteHealth.report(on: source) }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        await GraphiteResource.outcome(of: call, source)
    }

    /// Queries without a target are left out, unless there is none with one.
    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        let hasTarget = queries.contains { GraphiteQuery($0) != nil }
        return await source.sideBySide(queries) { native in
            if let query = GraphiteQuery(native) { return await Self.result(of: query, source) }
            return hasTarget ? nil : .failed(QueryError("no query target found", status: 400), frames: nil)
        }
    }

    private static func result(of query: GraphiteQuery, _ source: AskedSource) async -> QueryResult {
        do throws(QueryError) {
            return QueryResult(frames: try await frames(of: query.request, source))
        } catch {
            return .failed(error, frames: nil)
        }
    }

    static func frames(of request: SourceRequest, _ source: AskedSource) async throws(QueryError) -> [DataFrame] {
        let answer: SourceAnswer
        do throws(SourceFailure) {
            answer = try await source.ask(request)
        } catch {
            throw QueryError(error)
        }
        return try await source.computing {
            Result { () throws(QueryError) in try GraphiteAnswer.frames(of: answer) }
        }.get()
    }
}
