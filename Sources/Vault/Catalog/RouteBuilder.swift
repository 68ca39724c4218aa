internal import Bytes
internal import HTTP
public import Secrets

/// Makes routes: opens what is sealed, prepares what is sent, writes the answer of a single read.
public struct RouteBuilder: Sendable {
    private let keyring: Keyring
    private let encodeAnswer: @Sendable (DataSource, [String]) -> [UInt8]

    /// `encodeAnswer` makes the JSON of a single read from a source and the sorted names of the secrets that are set.
    public init(keyring: Keyring, encodeAnswer: @escaping @Sendable (DataSource, [String]) -> [UInt8]) {
        self.keyring = keyring
        self.encodeAnswer = encodeAnswer
    }

    public func route(for stored: StoredDataSource) -> Route {
        var scratch = RouteScratch()
        return route(for: stored, scratch: &scratch)
    }

    func routes(for sources: [StoredDataSource]) -> [Route] {
        var scratch = RouteScratch()
        var routes: [Route] = []
        routes.reserveCapacity(sources.count)
        for stored in sources { routes.append(route(for: stored, scratch: &scratch)) }
        return routes
    }

    private func route(for stored: StoredDataSource, scratch: inout RouteScratch) -> Route {
        let source = stored.source
        let secrets = try? OpenedSecrets(stored.secrets, of: source, keyring: keyring)
        let edits = secrets.flatMap { RouteEdits(of: source, secrets: $0, scratch: &scratch) }
        return Route(
            stored, answer: encodeAnswer(source, stored.secretNames), target: RouteTarget(of: source),
            credentials: edits.map(RouteCredentials.ready) ?? .sealedShut,
            tls: RouteTLS(source.jsonData, secrets: secrets))
    }
}
