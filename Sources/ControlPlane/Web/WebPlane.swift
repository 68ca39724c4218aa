internal import Bytes
public import Downstream
internal import HTTP

/// The async plane: finds the endpoint of a request, runs it, dresses its answer.
public struct WebPlane: AsyncPlane {
    private let tree: RouteTree
    private let refuse: @Sendable (WebRefusal) -> WebResponse
    /// Method and pattern of every endpoint, in the order that they were given.
    public let endpoints: [String]
    private var clock: @Sendable () -> UInt64 = { 0 }
    private var observe: @Sendable (WebObservation) -> Void = { _ in }

    /// `refuse` words the answers to requests that meet no endpoint.
    public init(routes: [WebRoute], refuse: @escaping @Sendable (WebRefusal) -> WebResponse) {
        self.tree = RouteTree(routes)
        self.refuse = refuse
        endpoints = routes.map { "\($0.method.rawValue) \($0.pattern.text)" }
    }

    /// The same plane, whose calls are told to `observe`, on the thread that answers them. `clock` in microseconds.
    public func observed(
        clock: @escaping @Sendable () -> UInt64, by observe: @escaping @Sendable (WebObservation) -> Void
    ) -> WebPlane {
        var plane = self
        plane.clock = clock
        plane.observe = observe
        return plane
    }

    public func respond(to request: AsyncRequest) async -> AsyncResponse {
        let start = clock()
        let endpoint: Int?
        let response: WebResponse
        do {
            let (match, call) = try find(request)
            endpoint = match.endpoint
            response = await match.route.handler(call)
        } catch {
            endpoint = nil
            response = refuse(error)
        }
        observe(WebObservation(endpoint: endpoint, status: response.status, microseconds: clock() - start))
        return DefaultHeaders.dress(response)
    }

    private func find(_ request: AsyncRequest) throws(WebRefusal) -> (RouteTree.Match, WebRequest) {
        let head = request.headBytes
        let path = head.span.extracting(request.head.path)
        guard PathSegments.hasSoundEscapes(path) else { throw .badEscape }
        guard let method = WebMethod(requestMethod: head.span.extracting(request.head.method)),
            let match = tree.match(method, path: path)
        else { throw .noRoute }
        return (match, try Self.request(request, method, match, in: path))
    }

    private static func request(
        _ request: AsyncRequest, _ method: WebMethod, _ match: RouteTree.Match, in path: Span<UInt8>
    ) throws(WebRefusal) -> WebRequest {
        var parameters: [(name: String, value: String)] = []
        var rest = ""
        var values = match.values.makeIterator()
        for segment in match.route.pattern.segments {
            switch segment {
            case .text: continue
            case .parameter(let name):
                guard let range = values.next(), let value = PercentCoding.decode(path.extracting(range)) else {
                    throw .badEscape
                }
                parameters.append((name, value))
            case .rest:
                guard let range = values.next(), let text = path.extracting(range).validatedString() else {
                    throw .badEscape
                }
                rest = text
            }
        }
        return WebRequest(method: method, request: request, parameters: parameters, rest: rest)
    }
}
