public import Crypto
public import Reactor
public import Telemetry
public import Upstream

/// The whole configuration of a server, checked. `Option` says what each field is for.
public struct ServerConfiguration: Sendable {
    public var bind: SocketAddress
    /// Nothing means that callers speak to us in the clear.
    public var callerTLS: CallerTLS?
    /// Without a slash at its end.
    public var dataDirectory: String
    /// The SQLite file.
    public var databasePath: String
    /// The key-encryption key's file; nothing means the one in the data directory, made when there is none.
    public var keyFile: String?
    public var adminPassword: SecretBytes?
    public var workers: Int
    public var bindsSecretsToDestination: Bool
    public var deniesByDefault: Bool
    public var logLevel: LogLevel
    /// Proxied calls that did not fail get log lines too, this share of them, in this file or on standard error.
    public var logsAccess: Bool
    public var accessShare: Double
    public var accessFile: String?
    public var metricsSourcesMax: Int
    /// Milliseconds, as all that follow.
    public var connectTimeout: UInt64
    public var tlsTimeout: UInt64
    public var firstByteTimeout: UInt64
    public var idleTimeout: UInt64
    public var pooledIdleTimeout: UInt64
    public var pooledLifetime: UInt64
    public var queryTimeout: UInt64
    public var drainTimeout: UInt64
    public var queryAnswerMegabytes: Int
    public var callsPerSource: Int
    /// When a source is not asked for a while.
    public var breaker: BreakerLimits
    /// Bytes of proxied bodies at most.
    public var requestBytesMax: UInt64
    public var responseBytesMax: UInt64
    /// Bytes a second that a proxied request's body has to bring in the long run; 0 for any.
    public var requestBytesPerSecondMin: UInt64
    public var userAgent: String
    /// Where connections to sources may lead.
    public var outbound: OutboundRules
    /// Every option with its value and where that came from, a line each; secrets are masked.
    public let effectiveText: String
}
