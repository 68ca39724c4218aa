public import Reactor

/// The whole answer to a call, as the source framed and coded it. A greeting has a body only, a look-up addresses only.
public struct CallAnswer: Sendable {
    /// 200 to 999; 0 for what is not HTTP.
    public internal(set) var status: Int
    /// The end-to-end fields in the order they were sent; what is not UTF-8 in a value is replaced.
    public internal(set) var fields: [(name: String, value: String)]
    public let body: CallBody
    /// Those that may be dialled, in the order to try them.
    public internal(set) var addresses: [SocketAddress] = []
    /// The body's bytes count against the worker's bound for as long as somebody holds this.
    public internal(set) var share: AnswerShare?

    init(status: Int, fields: [(name: String, value: String)]) {
        self.status = status
        self.fields = fields
        body = CallBody()
    }
}
