internal import Access
internal import Catalog
internal import Query
internal import Reactor
internal import Web

/// The endpoint of native queries: several queries of several data sources, each result under its own refId.
struct QueryController: Sendable {
    let desk: SourceDesk
    let configuration: QueryConfiguration
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    func query(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let body = try await QueryBody.read(
            context.request, now: now(), configuration: configuration, compute: desk.compute)
        let groups = try groups(body.queries, context)
        if groups.count == 1, groups[0].language == nil { throw .asking(.unknownType) }
        let results = await QueryRunner.run(groups, configuration: configuration)
        if let failure = results.values.lazy.compactMap(\.error).first(where: \.failsRequest) {
            throw .asking(.queryFailed(failure.text))
        }
        let answer = await desk.compute.run { ResultEncoder.encode(results) }
        let isWhole = results.values.allSatisfy { $0.error == nil }
        return isWhole ? WebResponse(answer) : ControlErrorResponse.failedQueries(body: answer)
    }

    /// The queries by source, in the order in which the sources are first named.
    private func groups(
        _ queries: [QueryBody.Entry], _ context: ControlContext
    ) throws(ControlError) -> [SourceQueries] {
        var groups: [SourceQueries] = []
        var groupOfSource: [Int64: Int] = [:]
        var found: [String: AskedSource] = [:]
        for entry in queries {
            let source: AskedSource
            if let known = found[entry.sourceKey] {
                source = known
            } else {
                source = try desk.source(entry.source, context)
                found[entry.sourceKey] = source
            }
            let id = source.route.source.id
            let group = groupOfSource[id] ?? groups.count
            if group == groups.count {
                groupOfSource[id] = group
                groups.append(SourceQueries(source: source, language: desk.language(of: source)))
            }
            groups[group].queries.append(entry.query)
        }
        return groups
    }
}
