/// The calls below `/resources/` that may reach Elasticsearch: the version, mappings, the capabilities of fields, and searches.
enum ElasticsearchResource {
    /// Nothing for a path that may not be asked.
    static func request(for call: ResourceCall, _ flavor: ElasticsearchFlavor) -> SourceRequest? {
        let last = call.path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        var query = ""
        switch last {
        case "_mapping": break
        case "_field_caps" where flavor == .elasticsearch: query = "fields=*"
        case "_msearch" where call.path == last: break
        case "" where call.path.isEmpty: break
        default: return nil
        }
        let type = call.fields.first { $0.name.lowercased() == "content-type" }
        return SourceRequest(
            call.method, call.path, query: query, fields: type.map { [("Content-Type", $0.value)] } ?? [],
            body: call.body)
    }
}
