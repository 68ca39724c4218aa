/// Asks all sources of a request, several at a time, and puts their results together: what one source cannot answer leaves the
/// others' answers alone.
public enum QueryRunner {
    /// The results by refId. The refIds of a request are distinct.
    public static func run(
        _ groups: [SourceQueries], configuration: QueryConfiguration
    ) async -> [String: QueryResult] {
        let answers = await SideBySide.map(groups, atMost: configuration.sourcesAtOnce) { await answer($0) }
        var results: [String: QueryResult] = [:]
        for answer in answers { results.merge(answer) { first, _ in first } }
        return results
    }

    private static func answer(_ group: SourceQueries) async -> [String: QueryResult] {
        guard let language = group.language else { return all(group, .unknownType) }
        guard let results = await language.query(group.queries, of: group.source) else {
            return all(group, .noQueries)
        }
        return results
    }

    private static func all(_ group: SourceQueries, _ error: QueryError) -> [String: QueryResult] {
        var results: [String: QueryResult] = [:]
        for query in group.queries { results[query.refID] = .failed(error, frames: nil) }
        return results
    }
}

extension QueryError {
    /// Grafana's words where a request asks a type that is not there among others.
    static let unknownType = QueryError("[plugin.notRegistered] plugin not registered", blame: nil)
    /// The same where a type answers no queries.
    static let noQueries = QueryError("[plugin.notImplemented] method not implemented", blame: nil)
}
