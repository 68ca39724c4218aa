internal import HTTP
internal import JSON

/// A source's switches out of its jsonData; a value of another type than the documented one counts as absent.
struct RouteSettings {
    let allowsDSAuthorization: Bool
    let passesUnauthorized: Bool
    let sendsUserHeader: Bool
    let timeoutMilliseconds: Int?
    let terms: SourceTerms

    /// A day; nobody waits longer.
    private static var timeoutSecondsMax: Double { 86_400 }

    init(_ jsonData: JSONValue) {
        allowsDSAuthorization = jsonData["allowDSAuthorization"]?.boolValue ?? true
        passesUnauthorized = jsonData["passUnauthorized"]?.boolValue ?? false
        sendsUserHeader = jsonData["sendUserHeader"]?.boolValue ?? false
        timeoutMilliseconds = Self.timeout(jsonData["timeout"])
        terms = Self.terms(jsonData)
    }

    /// The first three in seconds, as Grafana names and counts them.
    private static func terms(_ jsonData: JSONValue) -> SourceTerms {
        var terms = SourceTerms()
        terms.connectMilliseconds = milliseconds(jsonData["dialTimeout"])
        terms.tlsMilliseconds = milliseconds(jsonData["httpTLSHandshakeTimeout"])
        terms.pooledIdleMilliseconds = milliseconds(jsonData["httpIdleConnTimeout"])
        terms.callsMax = count(jsonData["maxConcurrentCalls"], from: 1)
        terms.breakerFailuresMax = count(jsonData["circuitBreakerFailures"], from: 0)
        terms.requestBytesMax = bytes(jsonData["maxRequestBytes"])
        terms.responseBytesMax = bytes(jsonData["maxResponseBytes"])
        terms.requestBytesPerSecondMin = count(jsonData["minRequestBytesPerSecond"], from: 0).map { UInt64($0) }
        return terms
    }

    private static func milliseconds(_ value: JSONValue?) -> UInt32? { timeout(value).map { UInt32(clamping: $0) } }

    private static func count(_ value: JSONValue?, from least: UInt32) -> UInt32? {
        guard let count = value?.numberValue?.double.flatMap(UInt32.init(exactly:)), count >= least else { return nil }
        return count
    }

    private static func bytes(_ value: JSONValue?) -> UInt64? {
        guard let count = value?.numberValue?.double.flatMap(UInt64.init(exactly:)), count > 0 else { return nil }
        return count
    }

    /// A number or a numeric text of seconds, as Grafana takes both.
    private static func timeout(_ value: JSONValue?) -> Int? {
        let seconds = value?.numberValue?.double ?? value?.stringValue.flatMap(Double.init)
        guard let seconds, seconds > 0, seconds.isFinite else { return nil }
        return max(1, Int(min(seconds, timeoutSecondsMax) * 1000))
    }
}
