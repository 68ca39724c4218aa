/// One endpoint: where it stands and what answers.
public struct WebRoute: Sendable {
    /// Answers a request whose path and method matched. Runs on the caller's loop; a refusal is a response too.
    public typealias Handler = @Sendable (WebRequest) async -> WebResponse

    public let method: WebMethod
    public let pattern: RoutePattern
    public let handler: Handler

    public init(_ method: WebMethod, _ pattern: RoutePattern, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }
}
