/// What a data source answered: whole, with its content coding undone.
public struct SourceAnswer: Sendable {
    public var status: Int
    /// As sent, without what belongs to the connection.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The value of the first field called `name` (in lower case).
    public func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
}
