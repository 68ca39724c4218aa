public import Crypto
internal import HTTP

/// How a data source is spoken to.
public enum RouteTransport: Sendable {
    case plain
    case tls(TLSClientContext)
    /// A certificate or key of the source cannot be used: no call may be made, and none without it.
    case unusable

    /// A text that is broken is broken for a plain URL too, as in Grafana.
    init(_ settings: TLSClientSettings, scheme: Origin.Scheme?, contexts: TLSContexts) {
        guard scheme == .https || !settings.isWithoutMaterial else {
            self = .plain
            return
        }
        guard let context = contexts.context(for: settings) else {
            self = .unusable
            return
        }
        self = scheme == .https ? .tls(context) : .plain
    }
}
