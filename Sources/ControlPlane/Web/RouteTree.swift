internal import Bytes

/// The endpoints by path, a node a segment. Built once, never changed.
///
/// Static text wins over a parameter; where it leads nowhere the parameter is tried, so that `/name` is an id where only
/// `/name/:name` and `/:id` are known. Depth is bounded by the patterns, and each level has at most two ways down.
struct RouteTree: Sendable {
    /// What a path led to.
    struct Match {
        let route: WebRoute
        /// Its place in the list that the tree was made of.
        let endpoint: Int
        /// Where the values of the parameters stand in the path, in the order of the pattern.
        let values: [Range<Int>]
    }

    private struct Node: Sendable {
        var texts: [(text: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [(method: WebMethod, endpoint: Int)] = []
    }

    private var nodes = [Node()]
    private let routes: [WebRoute]

    /// Two routes with the same method and path are a bug and stop.
    init(_ routes: [WebRoute]) {
        self.routes = routes
        for index in routes.indices { insert(index) }
    }

    /// The endpoint for `method` at `path`, an escaped path whose segments are `segments`.
    func match(_ method: WebMethod, path: Span<UInt8>, segments: [Range<Int>]) -> Match? {
        var values: [Range<Int>] = []
        guard let endpoint = find(method, path, segments[...], from: 0, &values) else { return nil }
        return Match(route: routes[endpoint], endpoint: endpoint, values: values)
    }

    private func find(
        _ method: WebMethod, _ path: Span<UInt8>, _ rest: ArraySlice<Range<Int>>, from index: Int,
        _ values: inout [Range<Int>]
    ) -> Int? {
        let node = nodes[index]
        guard let segment = rest.first else { return node.routes.first { $0.method == method }?.endpoint }
        let bytes = path.extracting(segment)
        for child in node.texts where bytes.equals(child.text.span) {
            if let endpoint = find(method, path, rest.dropFirst(), from: child.node, &values) { return endpoint }
        }
        guard let parameter = node.parameter else { return nil }
        values.append(segment)
        if let endpoint = find(method, path, rest.dropFirst(), from: parameter, &values) { return endpoint }
        values.removeLast()
        return nil
    }

    private mutating func insert(_ endpoint: Int) {
        let route = routes[endpoint]
        var index = 0
        for segment in route.pattern.segments {
            switch segment {
            case .text(let text): index = textChild(text, of: index)
            case .parameter: index = parameterChild(of: index)
            }
        }
        precondition(!nodes[index].routes.contains { $0.method == route.method }, "an endpoint is listed twice")
        nodes[index].routes.append((route.method, endpoint))
    }

    private mutating func textChild(_ text: [UInt8], of index: Int) -> Int {
        if let known = nodes[index].texts.first(where: { $0.text == text }) { return known.node }
        nodes.append(Node())
        nodes[index].texts.append((text, nodes.count - 1))
        return nodes.count - 1
    }

    private mutating func parameterChild(of index: Int) -> Int {
        if let known = nodes[index].parameter { return known }
        nodes.append(Node())
        nodes[index].parameter = nodes.count - 1
        return nodes.count - 1
    }
}
