internal import Bytes
internal import Crypto
internal import Reactor
internal import Telemetry
internal import Upstream

extension ServerConfiguration {
    /// Reads flags, environment and configuration file. Throws all mistakes of all of them at once, `.configuration`.
    /// `processors` is how many the machine has.
    public init(
        flags: [(name: String, value: String)] = [], environment: [String: String] = [:], processors: Int = 1
    ) throws(DaemonError) {
        var reader = OptionReader(GivenOptions(flags: flags, environment: environment))
        bind = reader.read(.bind, else: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), OptionValue.address)
        callerTLS = reader.callerTLS()
        dataDirectory = reader.read(.dataDir, else: ".", OptionValue.path)
        databasePath = reader.read(.database, else: "\(dataDirectory)/headgate.db", OptionValue.database)
        keyFile = reader.read(.keyFile, else: nil) { (text) throws(OptionProblem) in try OptionValue.path(text) }
        adminPassword = reader.adminPassword()
        workers = reader.read(.workers, else: max(1, min(processors, Self.workersMax))) {
            (text) throws(OptionProblem) in
            try OptionValue.integer(text, in: 1...Self.workersMax)
        }
        bindsSecretsToDestination = reader.read(.bindSecretsToDestination, else: false, OptionValue.flag)
        deniesByDefault = reader.read(.denyByDefault, else: false, OptionValue.flag)
        logLevel = reader.read(.logLevel, else: .info, OptionValue.level)
        logsAccess = reader.read(.logAccess, else: false, OptionValue.flag)
        accessShare = reader.read(.logAccessShare, else: 1, OptionValue.share)
        accessFile = reader.read(.logAccessFile, else: nil) { (text) throws(OptionProblem) in
            try OptionValue.path(text)
        }
        metricsSourcesMax = reader.read(.metricsSourcesMax, else: 0) { (text) throws(OptionProblem) in
            try OptionValue.integer(text, in: 0...Self.sourcesWithMetricsMax)
        }
        connectTimeout = reader.read(.connectSeconds, else: 0, OptionValue.seconds)
        tlsTimeout = reader.read(.tlsSeconds, else: 0, OptionValue.seconds)
        firstByteTimeout = reader.read(.firstByteSeconds, else: 0, OptionValue.seconds)
        idleTimeout = reader.read(.idleSeconds, else: 0, OptionValue.seconds)
        pooledIdleTimeout = reader.read(.pooledIdleSeconds, else: 0, OptionValue.seconds)
        pooledLifetime = reader.read(.pooledLifetimeSeconds, else: 0, OptionValue.seconds)
        callsPerSource = reader.read(.callsPerSource, else: 1) { (text) throws(OptionProblem) in
            try OptionValue.integer(text, in: 1...1_000_000)
        }
        breaker = Self.breaker(&reader)
        requestBytesMax = reader.read(.requestBytes, else: 0, OptionValue.bytesMax)
        responseBytesMax = reader.read(.responseBytes, else: 0, OptionValue.bytesMax)
        requestBytesPerSecondMin = reader.read(.requestRate, else: 0) { (text) throws(OptionProblem) in
            UInt64(try OptionValue.integer(text, in: 0...1_000_000))
        }
        queryTimeout = reader.read(.querySeconds, else: 0, OptionValue.seconds)
        queryAnswerMegabytes = reader.read(.queryAnswerMegabytes, else: 0) { (text) throws(OptionProblem) in
            try OptionValue.integer(text, in: 1...Self.answerMegabytesMax)
        }
        drainTimeout = reader.read(.drainSeconds, else: 0, OptionValue.seconds)
        userAgent = reader.read(.userAgent, else: "", OptionValue.userAgent)
        outbound = Self.outbound(&reader)
        effectiveText = reader.effectiveText(deriving: [.database: "sqlite:\(databasePath)", .workers: String(workers)])
        guard reader.mistakes.isEmpty else { throw .configuration(reader.mistakes) }
    }

    private static func breaker(_ reader: inout OptionReader) -> BreakerLimits {
        var limits = BreakerLimits()
        limits.failuresMax = reader.read(.breakerFailures, else: 0) { (text) throws(OptionProblem) in
            try OptionValue.integer(text, in: 0...1_000_000)
        }
        limits.waitMilliseconds = reader.read(.breakerSeconds, else: 1_000, OptionValue.seconds)
        limits.waitMillisecondsMax = max(limits.waitMillisecondsMax, limits.waitMilliseconds)
        return limits
    }

    private static func outbound(_ reader: inout OptionReader) -> OutboundRules {
        var rules = OutboundRules()
        rules.allow = reader.read(.proxyAllow, else: [], OptionValue.destinations)
        rules.deny = reader.read(.proxyDeny, else: [], OptionValue.destinations)
        rules.allowsLoopback = reader.read(.proxyAllowLoopback, else: true, OptionValue.flag)
        rules.allowsPrivate = reader.read(.proxyAllowPrivate, else: true, OptionValue.flag)
        rules.allowsLinkLocal = reader.read(.proxyAllowLinkLocal, else: false, OptionValue.flag)
        return rules
    }

    /// More than any machine has processors for; each costs a thread and some 1 MiB.
    private static var workersMax: Int { 256 }

    /// An answer is held whole while it is read.
    private static var answerMegabytesMax: Int { 1_024 }

    /// A source may be some 80 lines of a scrape.
    private static var sourcesWithMetricsMax: Int { 10_000 }

    /// Flags of every option that has one.
    public static var flagNames: Set<String> { Set(Option.allCases.filter { !$0.isSecret }.map(\.flag)) }
}
