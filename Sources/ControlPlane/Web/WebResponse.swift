/// What an endpoint answers. The headers that every answer carries are added by `WebPlane`.
public struct WebResponse: Sendable {
    /// 200 to 599.
    public var status: Int
    /// Header lines beside the usual ones; names and values are ours and hold no line break.
    public var fields: [(name: String, value: String)]
    public var contentType: String
    public var body: [UInt8]

    /// An answer with a body, a success unless `status` says otherwise.
    public init(
        status: Int = 200, _ body: [UInt8], contentType: String = "application/json",
        fields: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.fields = fields
        self.contentType = contentType
        self.body = body
    }

    /// A success that says one line of plain text.
    public static func text(_ line: String, status: Int = 200) -> WebResponse {
        WebResponse(status: status, Array(line.utf8) + [UInt8(ascii: "\n")], contentType: "text/plain; charset=utf-8")
    }
}
