/// How data sources of one type are asked. A value without state, shared by all callers; its functions run on the caller's loop and hand what
/// takes long to `AskedSource.computing`.
public protocol SourceLanguage: Sendable {
    /// Nothing when the type has no check.
    func health(of source: AskedSource) async -> HealthReport?

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome

    /// The results by refId of all queries of one request that ask this source; a query that the type skips silently has none. Nothing
    /// when the type answers no queries.
    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]?
}

extension SourceLanguage {
    public func health(of source: AskedSource) async -> HealthReport? { nil }

    public func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome { .notFound }

    public func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? { nil }
}
