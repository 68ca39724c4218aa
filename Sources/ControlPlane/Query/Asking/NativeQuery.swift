public import JSON

/// One entry of a query request: the members that every language has, and the whole model.
public struct NativeQuery: Sendable {
    /// `A` when none was sent.
    public var refID: String
    /// Empty when none was sent.
    public var queryType: String
    /// Milliseconds between points that the caller wants; 1,000 when none was sent.
    public var intervalMilliseconds: Int64
    /// Points that the caller can show; 100 when none was sent.
    public var maxDataPoints: Int64
    public var range: TimeRange
    /// Everything that was sent for it.
    public var model: JSONObject

    public init(
        refID: String = "A", queryType: String = "", intervalMilliseconds: Int64 = 1_000, maxDataPoints: Int64 = 100,
        range: TimeRange, model: JSONObject = [:]
    ) {
        self.refID = refID
        self.queryType = queryType
        self.intervalMilliseconds = intervalMilliseconds
        self.maxDataPoints = maxDataPoints
        self.range = range
        self.model = model
    }

    /// A member of the model that is text; empty when it is none.
    public func text(_ key: String) -> String { model[key]?.stringValue ?? "" }

    /// A member of the model that is true.
    public func flag(_ key: String) -> Bool { model[key]?.boolValue ?? false }
}
