/// Everything that can be set. The raw value is its key in the configuration file; flag and environment variable follow from it:
/// `secrets.bindToDestination` is `--secrets-bind-to-destination` and `HEADGATE_SECRETS_BIND_TO_DESTINATION`.
enum Option: String, CaseIterable, Sendable {
    /// Path of the configuration file; not a key of the file itself.
    case config
    /// `HOST:PORT`; HOST is an IP address (IPv6 in brackets) or `localhost`, port 0 lets the kernel choose.
    case bind
    /// PEM files of the certificate that callers are shown, those between it and its authority behind it, and of its key.
    case tlsCert = "tls.cert"
    case tlsKey = "tls.key"
    /// Directory of the database and the key; made with mode 0700.
    case dataDir
    /// `sqlite:PATH`.
    case database
    /// File of the key-encryption key.
    case keyFile
    /// The first admin's password; has no effect once there is a user.
    case adminPassword
    case adminPasswordFile
    /// Threads that serve, each with its own loop; some 1 MiB each.
    case workers
    case bindSecretsToDestination = "secrets.bindToDestination"
    case denyByDefault = "dataSources.denyByDefault"
    case logLevel = "log.level"
    case logAccess = "log.access"
    case logAccessShare = "log.accessShare"
    case logAccessFile = "log.accessFile"
    /// Data sources with metrics of their own; the others are counted together.
    case metricsSourcesMax = "metrics.sourcesMax"
    case connectSeconds = "upstream.connectSeconds"
    case tlsSeconds = "upstream.tlsSeconds"
    case firstByteSeconds = "upstream.firstByteSeconds"
    case idleSeconds = "upstream.idleSeconds"
    case pooledIdleSeconds = "upstream.pooledIdleSeconds"
    case pooledLifetimeSeconds = "upstream.pooledLifetimeSeconds"
    /// Calls to one data source at a time, over all workers.
    case callsPerSource = "upstream.callsPerSource"
    /// Failures in a row behind which a worker refuses calls to a source; 0 never does.
    case breakerFailures = "upstream.circuitBreakerFailures"
    case breakerSeconds = "upstream.circuitBreakerSeconds"
    /// Everything that one health check, resource call or query request asks of one source.
    case querySeconds = "query.seconds"
    /// Of one answer of a source to such a request, decoded; a worker's answers together may take four times as much.
    case queryAnswerMegabytes = "query.answerMegabytes"
    case drainSeconds
    case userAgent
    /// Destinations that sources may have, separated by commas; all when not given.
    case proxyAllow = "proxy.allow"
    /// Destinations that no source may have.
    case proxyDeny = "proxy.deny"
    case proxyAllowLoopback = "proxy.allowLoopback"
    case proxyAllowPrivate = "proxy.allowPrivate"
    case proxyAllowLinkLocal = "proxy.allowLinkLocal"

    case requestBytes = "proxy.maxRequestBytes"
    case responseBytes = "proxy.maxResponseBytes"
    case requestRate = "proxy.minRequestBytesPerSecond"

    /// In the configuration file also an array of texts.
    var isList: Bool { self == .proxyAllow || self == .proxyDeny }

    /// Never shown, and no flag of its own: what stands on a command line, every user of the machine can read.
    var isSecret: Bool { self == .adminPassword }

    var flag: String { "--" + words.joined(separator: "-") }

    var environmentName: String { "HEADGATE_" + words.joined(separator: "_").uppercased() }

    /// What holds when nobody says anything; nothing when that depends on other options or the machine.
    var defaultText: String? {
        switch self {
        case .config, .tlsCert, .tlsKey, .database, .keyFile, .adminPassword, .adminPasswordFile, .workers,
            .logAccessFile, .proxyAllow, .proxyDeny:
            nil
        case .bind: "127.0.0.1:3000"
        case .dataDir: "./data"
        case .bindSecretsToDestination, .denyByDefault: "false"
        case .logLevel: "info"
        case .logAccess: "false"
        case .logAccessShare: "1"
        case .metricsSourcesMax: "100"
        case .connectSeconds: "10"
        case .tlsSeconds: "10"
        case .firstByteSeconds: "30"
        case .idleSeconds, .pooledIdleSeconds: "90"
        case .pooledLifetimeSeconds: "600"
        case .callsPerSource: "1024"
        case .breakerFailures: "20"
        case .breakerSeconds: "5"
        case .querySeconds: "60"
        case .queryAnswerMegabytes: "64"
        case .drainSeconds: "30"
        case .userAgent: "Headgate"
        case .proxyAllowLoopback, .proxyAllowPrivate: "true"
        case .proxyAllowLinkLocal: "false"
        case .requestBytes, .responseBytes: "0"
        case .requestRate: "500"
        }
    }

    /// For the help: what stands behind the flag, and what it does.
    var help: (value: String, text: String) {
        switch self {
        case .config: ("FILE", "configuration file (JSON)")
        case .bind: ("HOST:PORT", "where to listen")
        case .tlsCert: ("FILE", "certificate (PEM) for callers, who then have to speak TLS")
        case .tlsKey: ("FILE", "the certificate's key (PEM)")
        case .dataDir: ("DIR", "where database and key are")
        case .database: ("URL", "sqlite:PATH; headgate.db in the data directory when not given")
        case .keyFile: ("FILE", "key-encryption key; made in the data directory when not given")
        case .adminPassword: ("", "the first admin's password (environment and configuration file only)")
        case .adminPasswordFile: ("FILE", "file of the first admin's password")
        case .workers: ("N", "threads that serve; one a processor when not given")
        case .bindSecretsToDestination: ("BOOL", "a source that is pointed elsewhere needs its secrets again")
        case .denyByDefault: ("BOOL", "a new source is for admins only, until something is granted on it")
        case .logLevel: ("LEVEL", "debug, info, warning or error")
        case .logAccess: ("BOOL", "a log line for each proxied call, not only for those that fail")
        case .logAccessShare: ("SHARE", "0 to 1: how many of the calls that did not fail get their line")
        case .logAccessFile: ("FILE", "where those lines go; standard error when not given")
        case .metricsSourcesMax: ("N", "data sources with metrics of their own")
        case .connectSeconds: ("N", "seconds for one connection to a source")
        case .tlsSeconds: ("N", "seconds for the TLS handshake with a source")
        case .firstByteSeconds: ("N", "seconds until a source begins to answer")
        case .idleSeconds: ("N", "seconds without a byte while a body is under way")
        case .pooledIdleSeconds: ("N", "seconds that an idle connection to a source is kept")
        case .pooledLifetimeSeconds: ("N", "seconds behind which a connection to a source serves no further call")
        case .callsPerSource: ("N", "calls to one source at a time")
        case .breakerFailures: ("N", "failures in a row behind which a source is not asked for a while; 0: never")
        case .breakerSeconds: ("N", "seconds until such a source is asked again")
        case .querySeconds: ("N", "seconds for all that one health check, resource or query asks of a source")
        case .queryAnswerMegabytes: ("N", "MiB that one answer of a source to such a request may have")
        case .drainSeconds: ("N", "seconds that calls may go on once the server stops")
        case .userAgent: ("TEXT", "what Headgate calls itself to sources")
        case .proxyAllow: ("LIST", "where sources may be: hosts, *.domains, networks, each with a :PORT if need be")
        case .proxyDeny: ("LIST", "where no source may be")
        case .proxyAllowLoopback: ("BOOL", "sources may be on this machine")
        case .proxyAllowPrivate: ("BOOL", "sources may be in private networks")
        case .proxyAllowLinkLocal: ("BOOL", "sources may be at link-local and cloud metadata addresses")
        case .requestBytes: ("N", "bytes of a proxied request's body; 0: any")
        case .responseBytes: ("N", "bytes of a proxied answer's body; 0: any")
        case .requestRate: ("N", "bytes a second that a proxied request's body has to bring; 0: any")
        }
    }

    /// `bind, to, destination`: the key cut at dots and capitals.
    private var words: [String] {
        var words: [String] = [""]
        for character in rawValue {
            if character == "." || character.isUppercase { words.append("") }
            if character != "." { words[words.count - 1] += character.lowercased() }
        }
        return words
    }
}
