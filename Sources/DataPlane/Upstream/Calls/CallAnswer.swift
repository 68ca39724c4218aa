/// The whole answer to a call, as the source framed and coded it.
public struct CallAnswer: Sendable {
    /// 200 to 999.
    public internal(set) var status: Int
    /// The end-to-end fields in the order they were sent; what is not UTF-8 in a value is replaced.
    public internal(set) var fields: [(name: String, value: String)]
    public internal(set) var body: [UInt8]
    /// The body's bytes count against the worker's bound for as long as somebody holds this.
    public internal(set) var share: AnswerShare?

    init(status: Int, fields: [(name: String, value: String)]) {
        self.status = status
        self.fields = fields
        body = []
    }
}
