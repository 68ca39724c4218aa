public import JSON

/// What is known about a frame as a whole. Members that are empty are not written; `typeVersion` always is.
public struct FrameMeta: Sendable {
    /// `timeseries-multi`, `table`, `log-lines` and the like.
    public var type: String
    public var typeVersion: (Int64, Int64)
    public var custom: JSONValue?
    public var stats: [JSONValue]
    public var notices: [FrameNotice]
    /// `graph`, `table`, `logs`, `trace`, ...
    public var preferredVisualisationType: String
    /// What the source was asked, for people.
    public var executedQueryString: String

    public init(
        type: String = "", typeVersion: (Int64, Int64) = (0, 0), custom: JSONValue? = nil, stats: [JSONValue] = [],
        notices: [FrameNotice] = [], preferredVisualisationType: String = "", executedQueryString: String = ""
    ) {
        self.type = type
        self.typeVersion = typeVersion
        self.custom = custom
        self.stats = stats
        self.notices = notices
        self.preferredVisualisationType = preferredVisualisationType
        self.executedQueryString = executedQueryString
    }
}
