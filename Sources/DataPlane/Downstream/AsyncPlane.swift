/// What answers the requests that are not proxied. `Downstream` reads a request whole, asks the plane, writes the answer.
public protocol AsyncPlane: Sendable {
    /// Answers one request. Runs as a task that prefers the loop of the caller's worker, one request at a time for each
    /// connection. The task is cancelled when the caller leaves: questions to data sources are given up then, and a change goes on, so
    /// that it is not left in doubt. Every outcome is a response: nothing is thrown back to the listener.
    func respond(to request: AsyncRequest) async -> AsyncResponse
}
