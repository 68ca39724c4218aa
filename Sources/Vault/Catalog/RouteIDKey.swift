/// An id within an organisation.
struct RouteIDKey: Hashable, Sendable {
    let orgID: Int64
    let id: Int64
}
