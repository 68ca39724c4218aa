internal import Bytes
internal import Crypto
internal import HTTP
public import Secrets

/// Makes routes: opens what is sealed, prepares what is sent, writes the answer of a single read.
public struct RouteBuilder: Sendable {
    private let keyring: Keyring
    private let encodeAnswer: @Sendable (DataSource, [String]) -> [UInt8]
    private let contexts = TLSContexts()

    /// `encodeAnswer` makes the JSON of a single read from a source and the sorted names of the secrets that are set.
    public init(keyring: Keyring, encodeAnswer: @escaping @Sendable (DataSource, [String]) -> [UInt8]) {
        self.keyring = keyring
        self.encodeAnswer = encodeAnswer
    }

    public func route(for stored: StoredDataSource) -> Route {
        var scratch = RouteScratch()
        return route(for: stored, scratch: &scratch)
    }

    /// In the order of the sources, built on all cores: 100,000 sources take a second of one.
    func routes(for sources: [StoredDataSource]) async -> [Route] {
        let pieceMax = 4_096
        let pieces = await withTaskGroup(of: (start: Int, routes: [Route]).self) { group in
            for start in stride(from: 0, to: sources.count, by: pieceMax) {
                let piece = sources[start..<min(start + pieceMax, sources.count)]
                group.addTask { (start, routes(for: piece)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return pieces.sorted { $0.start < $1.start }.flatMap(\.routes)
    }

    func routes(for sources: ArraySlice<StoredDataSource>) -> [Route] {
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
        let target = RouteTarget(of: source)
        return Route(
            stored, answer: encodeAnswer(source, stored.secretNames), target: target,
            credentials: edits.map(RouteCredentials.ready) ?? .sealedShut,
            transport: transport(of: source, target: target, secrets: secrets),
            databaseSecrets: source.speaksDatabaseProtocol ? secrets.map(DatabaseSecrets.init) : nil)
    }

    /// Without its secrets a source is not called at all.
    private func transport(of source: DataSource, target: RouteTarget, secrets: OpenedSecrets?) -> RouteTransport {
        guard let secrets else { return .unusable }
        let settings = TLSClientSettings(source.jsonData, secrets: secrets)
        switch target {
        case .ready(let url): return RouteTransport(settings, scheme: url.origin.scheme, contexts: contexts)
        case .unusable: return RouteTransport(settings, scheme: nil, contexts: contexts)
        }
    }
}

extension DataSource {
    fileprivate var speaksDatabaseProtocol: Bool {
        switch DataSourceType.named(type)?.transport {
        case .database, .sqlServer: true
        case .http, nil: false
        }
    }
}
