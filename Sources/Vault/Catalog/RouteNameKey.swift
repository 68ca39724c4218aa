/// A name within an organisation, equal only byte by byte.
struct RouteNameKey: Hashable, Sendable {
    let orgID: Int64
    let name: String

    static func == (a: RouteNameKey, b: RouteNameKey) -> Bool { a.orgID == b.orgID && a.name.sameBytes(as: b.name) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(orgID)
        for byte in name.utf8 { hasher.combine(byte) }
    }
}
