internal import Access

/// The routes of a snapshot under every key that a caller may name one by.
struct RouteTable: Sendable {
    private var byUID = SnapshotMap<RouteUIDKey, Route>()
    private var byID = SnapshotMap<RouteIDKey, Route>()
    private var byName = SnapshotMap<RouteNameKey, Route>()
    private var orders = SnapshotMap<Int64, RouteOrder>()

    init(_ routes: [Route]) {
        for route in routes { insertKeys(route) }
        for (orgID, routes) in Dictionary(grouping: routes, by: \.source.orgID) { orders[orgID] = RouteOrder(routes) }
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
        let source = route.source
        byID[RouteIDKey(orgID: source.orgID, id: source.id)] = route
        byName[RouteNameKey(orgID: source.orgID, name: source.name)] = route
        if let key = RouteUIDKey(orgID: source.orgID, uid: source.uid.utf8.span) { byUID[key] = route }
    }

    /// Within one batch another source may have taken this one's name or uid already: that entry stays.
    private mutating func removeKeys(_ old: Route) {
        let source = old.source
        let name = RouteNameKey(orgID: source.orgID, name: source.name)
        byID[RouteIDKey(orgID: source.orgID, id: source.id)] = nil
        if byName[name]?.source.id == source.id { byName[name] = nil }
        guard let uid = RouteUIDKey(orgID: source.orgID, uid: source.uid.utf8.span) else { return }
        if byUID[uid]?.source.id == source.id { byUID[uid] = nil }
    }
}
