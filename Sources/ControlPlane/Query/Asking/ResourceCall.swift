/// A call below `/resources/`.
public struct ResourceCall: Sendable {
    public var method: String
    /// What stands behind `resources/`, escaped as sent, without a leading slash; it holds no dot segment.
    public var path: String
    /// Escaped as sent; nothing when there was no question mark.
    public var query: String?
    /// The caller's fields that may reach a source.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    public init(
        _ method: String, _ path: String, query: String? = nil, fields: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
    }
}
