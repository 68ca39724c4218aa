public import Access

/// Everything that calls are decided and forwarded by, at one moment. Immutable; replaced whole after every commit, at
/// a cost in proportion to the change: what did not change is shared.
public final class RouteSnapshot: Sendable {
    /// Counts up by one with every snapshot.
    public let generation: UInt64
    public let directory: AccessDirectory
    let table: RouteTable

    private init(generation: UInt64, directory: AccessDirectory, table: RouteTable) {
        self.generation = generation
        self.directory = directory
        self.table = table
    }

    /// The first snapshot, generation 1, from what the store holds.
    public convenience init(
        sources: [StoredDataSource] = [], directory: AccessDirectory = AccessDirectory(), builder: RouteBuilder
    ) {
        self.init(generation: 1, directory: directory, table: RouteTable(builder.routes(for: sources[...])))
    }

    /// The same, built on all cores.
    public static func building(
        _ sources: [StoredDataSource], directory: AccessDirectory, builder: RouteBuilder
    ) async -> RouteSnapshot {
        let table = await RouteTable.building(builder.routes(for: sources))
        return RouteSnapshot(generation: 1, directory: directory, table: table)
    }

    /// No allocation: the uid becomes a key of fixed size.
    public func route(orgID: Int64, uid: Span<UInt8>) -> Route? { table.route(orgID: orgID, uid: uid) }

    public func route(orgID: Int64, id: Int64) -> Route? { table.route(orgID: orgID, id: id) }

    /// Names are compared byte by byte.
    public func route(orgID: Int64, name: String) -> Route? { table.route(orgID: orgID, name: name) }

    /// In order of lower-cased name.
    public func routes(orgID: Int64) -> [Route] { table.order(orgID: orgID).routes }

    public var routeCount: Int { table.count }

    /// The snapshot after these changes, in their order. A source that is already there in a newer revision stays.
    public func applying(_ changes: [StoreChange], builder: RouteBuilder) -> RouteSnapshot {
        var table = table
        var access: [AccessChange] = []
        for change in changes {
            switch change {
            case .dataSource(let stored):
                let known = table.route(orgID: stored.source.orgID, id: stored.source.id)?.revision
                if let known, known > stored.revision { continue }
                table.put(builder.route(for: stored))
            case .dataSourceDeleted(let id, let orgID): table.remove(id: id, orgID: orgID)
            case .grants(let grants, let id, let orgID): table.setGrants(grants, id: id, orgID: orgID)
            case .token(let token): access.append(.token(token))
            case .tokenDeleted(let id): access.append(.tokenDeleted(id: id))
            case .user(let user): access.append(.user(user))
            case .userDeleted(let id): access.append(.userDeleted(id: id))
            case .organization(let organization): access.append(.organization(organization))
            case .organizationDeleted(let id): access.append(.organizationDeleted(id: id))
            case .team(let team): access.append(.team(team))
            case .teamDeleted(let id): access.append(.teamDeleted(id: id))
            case .serviceAccount(let account): access.append(.serviceAccount(account))
            case .serviceAccountDeleted(let id): access.append(.serviceAccountDeleted(id: id))
            }
        }
        let directory = access.isEmpty ? directory : directory.applying(access)
        return RouteSnapshot(generation: generation + 1, directory: directory, table: table)
    }
}
