public import Downstream
internal import HTTP

/// The async plane: finds the endpoint of a request, runs it, dresses its answer.
public struct WebPlane: AsyncPlane {
    private let tree: RouteTree
    private let refuse: @Sendable (WebRefusal) -> WebResponse

    /// `refuse` words the answers to requests that meet no endpoint.
    public init(routes: [WebRoute], refuse: @escaping @Sendable (WebRefusal) -> WebResponse) {
        self.tree = RouteTree(routes)
        self.refuse = refuse
    }

    public func respond(to request: AsyncRequest) async -> AsyncResponse {
        do {
            let (handler, call) = try find(request)
            return DefaultHeaders.dress(await handler(call))
        } catch {
            return DefaultHeaders.dress(refuse(error))
        }
    }

    private func find(_ request: AsyncRequest) throws(WebRefusal) -> (WebRoute.Handler, WebRequest) {
        let head = request.headBytes
        let path = head.span.extracting(request.head.path)
        guard PathSegments.hasSoundEscapes(path) else { throw .badEscape }
        guard let method = WebMethod(requestMethod: head.span.extracting(request.head.method)),
            let segments = PathSegments.split(path),
            let match = tree.match(method, path: path, segments: segments)
        else { throw .noRoute }
        let parameters = try parameters(of: match, in: path)
        return (match.route.handler, WebRequest(method: method, request: request, parameters: parameters))
    }

    private func parameters(
        of match: RouteTree.Match, in path: Span<UInt8>
    ) throws(WebRefusal) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        var values = match.values.makeIterator()
        for case .parameter(let name) in match.route.pattern.segments {
            guard let range = values.next(), let value = PercentCoding.decode(path.extracting(range)) else {
                throw .badEscape
            }
            parameters.append((name, value))
        }
        return parameters
    }
}
