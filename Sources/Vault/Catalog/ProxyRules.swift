public import Access
internal import Bytes

/// Which methods and paths of a source may be called by whom: what its type says, as data.
///
/// Rules look at the escaped path that goes on the wire, so an escape never matches what it stands for: `%2F` is no
/// slash, and `rul%65s` is not `rules`. That is safe because every table refuses, or asks an Admin for, what it does
/// not match and writes.
public struct ProxyRules: Sendable {
    private enum Family: Sendable {
        case open
        case alertmanager
        case elasticsearch
        case prometheus
    }

    private let family: Family
    private let routes: [ProxyRule]

    public init(type: String) {
        switch DataSourceType.named(type)?.rules ?? .none {
        case .none: (family, routes) = (.open, [])
        case .alertmanager: (family, routes) = (.alertmanager, Self.alertmanagerRoutes)
        case .elasticsearch: (family, routes) = (.elasticsearch, [])
        case .prometheus: (family, routes) = (.prometheus, Self.prometheusRoutes)
        }
    }

    /// `remainder` is the caller's path behind the source, as sent, without the one slash in front. Dot segments have
    /// been refused before.
    public func decide(method: Span<UInt8>, remainder: Span<UInt8>, role: Role) -> ProxyRuleDecision {
        if family == .open { return .allow }
        if hasEmptySegment(remainder) { return .refuse(.emptySegment) }
        if family == .elasticsearch { return decideElasticsearch(method: method, remainder: remainder) }
        for route in routes where method.equals(route.method) && remainder.starts(with: route.prefix) {
            return role >= route.role ? .allow : .refuse(.routeDenied)
        }
        return family == .prometheus ? decideUnlisted(method: method) : .allow
    }

    /// A trailing slash is no empty segment, a second leading one is.
    private func hasEmptySegment(_ remainder: Span<UInt8>) -> Bool {
        var isAfterSlash = true
        for index in 0..<remainder.count {
            let isSlash = remainder[index] == UInt8(ascii: "/")
            if isSlash && isAfterSlash { return true }
            isAfterSlash = isSlash
        }
        return false
    }

    private func decideElasticsearch(method: Span<UInt8>, remainder: Span<UInt8>) -> ProxyRuleDecision {
        if method.equals("DELETE") { return .refuse(.elasticsearchDelete) }
        if method.equals("PUT") { return .refuse(.elasticsearchPut) }
        if method.equals("POST"), !remainder.equals("_msearch") { return .refuse(.elasticsearchPost) }
        return .allow
    }

    private func decideUnlisted(method: Span<UInt8>) -> ProxyRuleDecision {
        if method.equals("DELETE") { return .refuse(.prometheusDelete) }
        if method.equals("PUT") { return .refuse(.prometheusPut) }
        if method.equals("POST") { return .refuse(.prometheusPost) }
        return .allow
    }
}
