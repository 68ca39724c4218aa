public import Bytes
public import Downstream
internal import HTTP

/// A request that met an endpoint: the request as it came, and what its path's parameters hold, percent-decoded once.
public struct WebRequest: Sendable {
    public let method: WebMethod
    public let request: AsyncRequest
    private let parameters: [(name: String, value: String)]
    /// What the path holds where the endpoint's pattern ends in `*`: escaped as it was sent, without the slash before it.
    public let rest: String

    init(method: WebMethod, request: AsyncRequest, parameters: [(name: String, value: String)], rest: String = "") {
        self.method = method
        self.request = request
        self.parameters = parameters
        self.rest = rest
    }

    /// The value of a parameter of the endpoint's own pattern; asking for another is a bug and stops.
    public func parameter(_ name: String) -> String {
        guard let found = parameters.first(where: { $0.name == name }) else {
            preconditionFailure("the route has no such parameter")
        }
        return found.value
    }

    /// The method as it was sent: HEAD is served by what is listed for GET.
    public var methodText: String { text(in: request.head.method) }

    /// The query of the target without its `?`, as it was sent.
    public var query: String? { request.query }

    /// The fields in the order they were sent; a value that is not UTF-8 is left out.
    public var fields: [(name: String, value: String)] {
        let bytes = request.headBytes
        return request.head.fields.compactMap { line in
            guard let value = bytes.span.extracting(line.value.range).validatedString() else { return nil }
            return (text(in: line.name.range), value)
        }
    }

    private func text(in range: Range<Int>) -> String { String(decoding: request.headBytes[range], as: UTF8.self) }

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
