/// A call of a data source as a language words it. Where the source is, and its credentials, are added by the door.
public struct SourceRequest: Sendable {
    public var method: String
    /// Escaped, without a leading slash; joined to the base path by exactly one slash. Empty is the base path itself.
    public var path: String
    /// Escaped, without the question mark; stands behind the query of the source's own URL.
    public var query: String
    /// Fields beside those that the door writes; names and values hold no line break.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// Where it is noted how the call went, if anybody wants to know.
    var trace: SourceTrace?

    public init(
        _ method: String, _ path: String, query: String = "", fields: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
    }
}
