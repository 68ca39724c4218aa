/// What the async plane answers to one request.
///
/// `Downstream` adds `Content-Length`, `Date` and `Connection` and drops the body of an answer to HEAD (whose length it keeps);
/// none of the three may be among `fields`.
public struct AsyncResponse: Sendable {
    /// 200 to 599.
    public var status: Int
    /// Header lines in the order they are sent. Names are tokens, values hold neither CR, LF nor NUL.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// The connection ends behind this answer.
    public var closesConnection: Bool

    public init(
        status: Int = 200, fields: [(name: String, value: String)] = [], body: [UInt8] = [],
        closesConnection: Bool = false
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.closesConnection = closesConnection
    }
}
