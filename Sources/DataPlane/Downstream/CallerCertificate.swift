public import Crypto
internal import Reactor

/// What callers are shown in TLS handshakes. Replaced whole while workers use it: connections that stand keep what they began with.
public final class CallerCertificate: Sendable {
    private let context: Lock<TLSServerContext>

    public init(_ context: TLSServerContext) { self.context = Lock(context) }

    /// From here on new connections get `fresh`.
    public func replace(with fresh: TLSServerContext) { context.withLock { $0 = fresh } }

    var current: TLSServerContext { context.withLock { $0 } }
}
