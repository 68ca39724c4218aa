internal import Catalog

/// Elasticsearch and OpenSearch: searches in Lucene's syntax with aggregations.
struct ElasticsearchLanguage: SourceLanguage {
    /// Which of the two it is: they differ in how their health is asked.
    let flavor: ElasticsearchFlavor

    func health(of source: AskedSource) async -> HealthReport? {
        do throws(QueryError) {
            let settings = try ElasticsearchSettings(source.route.source)
            return await ElasticsearchHealth(settings, flavor).report(on: source)
        } catch {
            return HealthReport(.error, error.text)
        }
    }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        guard let request = ElasticsearchResource.request(for: call, flavor), source.mayPass(call.method, call.path)
        else {
            return .refused
        }
        do throws(SourceFailure) {
            let answer = try await source.ask(request)
            // Whatever a proxy in between says it is: nothing but JSON is read from here.
            return .answer(status: answer.status, fields: [("Content-Type", "application/json")], body: answer.body)
        } catch {
            return .unreachable(error)
        }
    }

    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        var results: [String: QueryResult] = [:]
        do throws(QueryError) {
            let settings = try ElasticsearchSettings(source.route.source)
            var search = try MultiSearch(settings)
            let asked = Self.add(queries, to: &search, &results)
            guard !asked.isEmpty else { return results }
            let answers = await Self.answers(to: search.request, for: asked, settings, of: source)
            return results.merging(answers) { _, answer in answer }
        } catch {
            for query in queries { results[query.refID] = .failed(error, frames: nil) }
            return results
        }
    }

    /// The queries that can be asked; the others get their results here.
    private static func add(
        _ queries: [NativeQuery], to search: inout MultiSearch, _ results: inout [String: QueryResult]
    ) -> [ElasticsearchQuery] {
        var asked: [ElasticsearchQuery] = []
        for native in queries {
            do throws(QueryError) {
                let query = try ElasticsearchQuery(native)
                try search.add(query)
                asked.append(query)
            } catch {
                results[native.refID] = .failed(error, frames: nil)
            }
        }
        return asked
    }

    private static func answers(
        to request: SourceRequest, for queries: [ElasticsearchQuery], _ settings: ElasticsearchSettings,
        of source: AskedSource
    ) async -> [String: QueryResult] {
        do throws(SourceFailure) {
            let answer = try await source.ask(request)
            return await source.computing { SearchAnswer.results(of: answer, for: queries, settings) }
        } catch {
            let failed = QueryResult.failed(QueryError(error), frames: nil)
            return Dictionary(queries.map { ($0.refID, failed) }) { first, _ in first }
        }
    }
}
