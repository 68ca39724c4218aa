public import HTTP

/// Where a data source's calls go.
public enum RouteTarget: Sendable {
    case ready(SourceURL)
    case unusable(UnusableTarget)

    init(of source: DataSource) {
        let type = DataSourceType.named(source.type)
        guard type?.transport ?? .http == .http else {
            self = .unusable(.unsupportedScheme)
            return
        }
        if type?.credential == .query, source.database == "." || source.database == ".." {
            self = .unusable(.invalidURL)
            return
        }
        do throws(SourceURLError) {
            let url = try SourceURL(parsing: source.url)
            self = url.hasUserInfo ? .unusable(.invalidURL) : .ready(url)
        } catch {
            self = .unusable(UnusableTarget(error))
        }
    }
}
