public import Bytes
public import Downstream

/// A request that met an endpoint: the request as it came, and what its path's parameters hold, percent-decoded once.
public struct WebRequest: Sendable {
    public let method: WebMethod
    public let request: AsyncRequest
    private let parameters: [(name: String, value: String)]

    init(method: WebMethod, request: AsyncRequest, parameters: [(name: String, value: String)]) {
        self.method = method
        self.request = request
        self.parameters = parameters
    }

    /// The value of a parameter of the endpoint's own pattern; asking for another is a bug and stops.
    public func parameter(_ name: String) -> String {
        guard let found = parameters.first(where: { $0.name == name }) else {
            preconditionFailure("the route has no such parameter")
        }
        return found.value
    }

    /// The value of the first field called `name` (in lower case).
    public func field(_ name: StaticString) -> String? { request.field(name) }

    /// The value of the first query parameter called `name`, percent-decoded, `+` read as a space; nothing when it is absent or
    /// its escapes are broken.
    public func queryParameter(_ name: String) -> String? {
        guard let query = request.query else { return nil }
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard QueryText.decode(parts[0]) == name else { continue }
            return parts.count == 2 ? QueryText.decode(parts[1]) : ""
        }
        return nil
    }

    /// The body, once.
    public func takeBody() -> ByteBuffer { request.takeBody() }
}
