internal import Access

/// The routes of a snapshot under every key that a caller may name one by.
struct RouteTable: Sendable {
    private var byUID = SnapshotMap<RouteUIDKey, Route>()
    private var byID = SnapshotMap<RouteIDKey, Route>()
    private var byName = SnapshotMap<RouteNameKey, Route>()
    private var orders = SnapshotMap<Int64, RouteOrder>()

    init(_ routes: [Route]) {
        byUID = Self.byUID(routes)
        byID = Self.byID(routes)
        byName = Self.byName(routes)
        orders = Self.orders(routes)
    }

    /// The same, with a core for each kind of key: 100,000 routes take a second of one.
    static func building(_ routes: [Route]) async -> RouteTable {
        var table = RouteTable([])
        async let byUID = byUID(routes)
        async let byName = byName(routes)
        async let orders = orders(routes)
        table.byID = byID(routes)
        (table.byUID, table.byName, table.orders) = await (byUID, byName, orders)
        return table
    }

    var count: Int { byID.count }

    func route(orgID: Int64, uid: Span<UInt8>) -> Route? {
        RouteUIDKey(orgID: orgID, uid: uid).flatMap { byUID[$0] }
    }

    func route(orgID: Int64, id: Int64) -> Route? { byID[RouteIDKey(orgID: orgID, id: id)] }

    func route(orgID: Int64, name: String) -> Route? { byName[RouteNameKey(orgID: orgID, name: name)] }

    func order(orgID: Int64) -> RouteOrder { orders[orgID] ?? RouteOrder() }

    /// Puts a route in the place of the one with its id.
    mutating func put(_ route: Route) {
        let orgID = route.source.orgID
        var order = order(orgID: orgID)
        if let old = self.route(orgID: orgID, id: route.source.id) {
            removeKeys(old)
            order.remove(old)
        }
        insertKeys(route)
        order.insert(route)
        orders[orgID] = order
    }

    /// Everything else of the route stays; nothing happens where it is not there.
    mutating func setGrants(_ grants: SourceGrants, id: Int64, orgID: Int64) {
        guard let old = route(orgID: orgID, id: id) else { return }
        put(Route(old, grants: grants))
    }

    mutating func remove(id: Int64, orgID: Int64) {
        guard let old = route(orgID: orgID, id: id) else { return }
        var order = order(orgID: orgID)
        removeKeys(old)
        order.remove(old)
        orders[orgID] = order.count == 0 ? nil : order
    }

    private mutating func insertKeys(_ route: Route) {
        byID[RouteIDKey(route)] = route
        byName[RouteNameKey(route)] = route
        if let key = RouteUIDKey(route) { byUID[key] = route }
    }

    /// Within one batch another source may have taken this one's name or uid already: that entry stays.
    private mutating func removeKeys(_ old: Route) {
        let id = old.source.id
        let name = RouteNameKey(old)
        byID[RouteIDKey(old)] = nil
        if byName[name]?.source.id == id { byName[name] = nil }
        guard let uid = RouteUIDKey(old) else { return }
        if byUID[uid]?.source.id == id { byUID[uid] = nil }
    }

    // MARK: All of them

    private static func byUID(_ routes: [Route]) -> SnapshotMap<RouteUIDKey, Route> {
        var map = SnapshotMap<RouteUIDKey, Route>()
        for route in routes { if let key = RouteUIDKey(route) { map[key] = route } }
        return map
    }

    private static func byID(_ routes: [Route]) -> SnapshotMap<RouteIDKey, Route> {
        var map = SnapshotMap<RouteIDKey, Route>()
        for route in routes { map[RouteIDKey(route)] = route }
        return map
    }

    private static func byName(_ routes: [Route]) -> SnapshotMap<RouteNameKey, Route> {
        var map = SnapshotMap<RouteNameKey, Route>()
        for route in routes { map[RouteNameKey(route)] = route }
        return map
    }

    private static func orders(_ routes: [Route]) -> SnapshotMap<Int64, RouteOrder> {
        var map = SnapshotMap<Int64, RouteOrder>()
        for (orgID, routes) in Dictionary(grouping: routes, by: \.source.orgID) { map[orgID] = RouteOrder(routes) }
        return map
    }
}

extension RouteUIDKey {
    fileprivate init?(_ route: Route) { self.init(orgID: route.source.orgID, uid: route.source.uid.utf8.span) }
}

extension RouteIDKey {
    fileprivate init(_ route: Route) { self.init(orgID: route.source.orgID, id: route.source.id) }
}

extension RouteNameKey {
    fileprivate init(_ route: Route) { self.init(orgID: route.source.orgID, name: route.source.name) }
}
