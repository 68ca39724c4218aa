public import JSON

/// What a health check found.
public struct HealthReport: Sendable {
    public enum Status: String, Sendable {
        case ok = "OK"
        case error = "ERROR"
        case unknown = "UNKNOWN"
    }

    public var status: Status
    public var message: String
    public var details: JSONObject?

    public init(_ status: Status, _ message: String, details: JSONObject? = nil) {
        self.status = status
        self.message = message
        self.details = details
    }
}
