internal import Bytes

/// The endpoints by path, a node a segment. Built once, never changed.
///
/// Static text wins over a parameter; where it leads nowhere the parameter is tried, so that `/name` is an id where only
/// `/name/:name` and `/:id` are known; then the rest of the path, where an endpoint takes all of it. Depth is bounded by the patterns,
/// and each level has at most three ways down.
struct RouteTree: Sendable {
    /// What a path led to.
    struct Match {
        let route: WebRoute
        /// Its place in the list that the tree was made of.
        let endpoint: Int
        /// Where the values of the parameters stand in the path, in the order of the pattern; the rest of the path last.
        let values: [Range<Int>]
    }

    /// A path under way: its segments, as far as they are such, and what of them is still to be matched.
    private struct Walk {
        let path: Range<Int>
        let isWhole: Bool
        var segments: ArraySlice<Range<Int>>

        var next: Walk { Walk(path: path, isWhole: isWhole, segments: segments.dropFirst()) }

        /// What an endpoint that takes the rest of the path gets: behind the slash.
        func rest(behind end: Int) -> Range<Int> { min(end + 1, path.upperBound)..<path.upperBound }
    }

    private struct Node: Sendable {
        var texts: [(text: [UInt8], node: Int)] = []
        var parameter: Int?
        var rest: [(method: WebMethod, endpoint: Int)] = []
        var routes: [(method: WebMethod, endpoint: Int)] = []
    }

    private var nodes = [Node()]
    private let routes: [WebRoute]

    /// Two routes with the same method and path are a bug and stop.
    init(_ routes: [WebRoute]) {
        self.routes = routes
        for index in routes.indices { insert(index) }
    }

    /// The endpoint for `method` at `path`, an escaped path.
    func match(_ method: WebMethod, path: Span<UInt8>) -> Match? {
        let (segments, isWhole) = PathSegments.cut(path)
        let walk = Walk(path: 0..<path.count, isWhole: isWhole, segments: segments[...])
        var values: [Range<Int>] = []
        guard let endpoint = find(method, path, walk, behind: 0, from: 0, &values) else { return nil }
        return Match(route: routes[endpoint], endpoint: endpoint, values: values)
    }

    /// `end` is where the segment before ends.
    private func find(
        _ method: WebMethod, _ path: Span<UInt8>, _ walk: Walk, behind end: Int, from index: Int,
        _ values: inout [Range<Int>]
    ) -> Int? {
        let node = nodes[index]
        if let segment = walk.segments.first {
            let bytes = path.extracting(segment)
            for child in node.texts where bytes.equals(child.text.span) {
                let below = find(method, path, walk.next, behind: segment.upperBound, from: child.node, &values)
                if let below { return below }
            }
            if let parameter = node.parameter {
                values.append(segment)
                let below = find(method, path, walk.next, behind: segment.upperBound, from: parameter, &values)
                if let below { return below }
                values.removeLast()
            }
        } else if walk.isWhole, let endpoint = node.routes.first(where: { $0.method == method })?.endpoint {
            return endpoint
        }
        guard let endpoint = node.rest.first(where: { $0.method == method })?.endpoint else { return nil }
        values.append(walk.rest(behind: end))
        return endpoint
    }

    private mutating func insert(_ endpoint: Int) {
        let route = routes[endpoint]
        var index = 0
        for segment in route.pattern.segments {
            switch segment {
            case .text(let text): index = textChild(text, of: index)
            case .parameter: index = parameterChild(of: index)
            case .rest: return insertRest(endpoint, at: index)
            }
        }
        precondition(!nodes[index].routes.contains { $0.method == route.method }, "an endpoint is listed twice")
        nodes[index].routes.append((route.method, endpoint))
    }

    private mutating func insertRest(_ endpoint: Int, at index: Int) {
        let method = routes[endpoint].method
        precondition(!nodes[index].rest.contains { $0.method == method }, "an endpoint is listed twice")
        nodes[index].rest.append((method, endpoint))
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
