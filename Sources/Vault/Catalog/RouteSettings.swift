internal import JSON

/// A source's switches out of its jsonData; a value of another type than the documented one counts as absent.
struct RouteSettings {
    let allowsDSAuthorization: Bool
    let passesUnauthorized: Bool
    let sendsUserHeader: Bool
    let timeoutMilliseconds: Int?

    /// A day; nobody waits longer.
    private static var timeoutSecondsMax: Double { 86_400 }

    init(_ jsonData: JSONValue) {
        allowsDSAuthorization = jsonData["allowDSAuthorization"]?.boolValue ?? true
        passesUnauthorized = jsonData["passUnauthorized"]?.boolValue ?? false
        sendsUserHeader = jsonData["sendUserHeader"]?.boolValue ?? false
        timeoutMilliseconds = Self.timeout(jsonData["timeout"])
    }

    /// A number or a numeric text of seconds, as Grafana takes both.
    private static func timeout(_ value: JSONValue?) -> Int? {
        let seconds = value?.numberValue?.double ?? value?.stringValue.flatMap(Double.init)
        guard let seconds, seconds > 0, seconds.isFinite else { return nil }
        return max(1, Int(min(seconds, timeoutSecondsMax) * 1000))
    }
}
