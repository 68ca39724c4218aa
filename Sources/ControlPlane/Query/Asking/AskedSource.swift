public import Access
public import Catalog
public import JSON
public import Reactor

/// A data source that somebody asks, with everything that asking needs.
public struct AskedSource: Sendable {
    public let route: Route
    /// Who asks; he may.
    public let identity: Identity
    private let door: any SourceDoor
    private let compute: any ComputePool
    /// Where it is noted how its calls went, if anybody wants to know.
    let trace: SourceTrace?

    public init(
        _ route: Route, askedBy identity: Identity, door: any SourceDoor, compute: any ComputePool,
        trace: SourceTrace? = nil
    ) {
        self.route = route
        self.identity = identity
        self.door = door
        self.compute = compute
        self.trace = trace
    }

    public func ask(_ request: SourceRequest) async throws(SourceFailure) -> SourceAnswer {
        var request = request
        request.trace = trace
        return try await door.ask(request, of: route)
    }

    /// Comes back when `milliseconds` are over; an error when the request may not take so long.
    public func pause(milliseconds: UInt64) async throws(SourceFailure) {
        try await door.pause(milliseconds: milliseconds, for: route)
    }

    /// Milliseconds that the request may still take of the source's time; 0 when it is over.
    var remainingMilliseconds: UInt64 { door.remainingMilliseconds(for: route) }

    /// Milliseconds of one statement of a database: the source's own timeout, within what the request may still take.
    func statementMilliseconds() throws(SourceFailure) -> UInt64 {
        let rest = remainingMilliseconds
        guard rest > 0 else { throw .outOfTime }
        return min(rest, route.timeoutMilliseconds.map { UInt64($0) } ?? .max)
    }

    /// Whether who asks may send such a call to the source himself: the same rules of its type hold as for a proxied call.
    func mayPass(_ method: String, _ path: String) -> Bool {
        route.rules.decide(method: method.utf8.span, remainder: path.utf8.span, role: identity.role) == .allow
    }

    /// Runs what may take long (reading an answer, building frames) off the loop.
    public func computing<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await compute.run(work)
    }

    /// A member of the source's `jsonData`.
    public func setting(_ name: String) -> JSONValue? { route.source.jsonData[name] }
}
