public import Upstream

/// What a data source answered: whole, with its content coding undone.
public struct SourceAnswer: Sendable {
    public var status: Int
    /// As sent, without what belongs to the connection.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// The body's bytes count against what answers may take together for as long as this value is held.
    private let share: AnswerShare?

    public init(
        status: Int, fields: [(name: String, value: String)] = [], body: [UInt8], share: AnswerShare? = nil
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.share = share
    }

    /// The value of the first field called `name` (in lower case).
    public func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
}
