internal import Bytes

/// A name within an organisation, equal only byte by byte.
struct RouteNameKey: Hashable, Sendable {
    let orgID: Int64
    let name: String

    static func == (a: RouteNameKey, b: RouteNameKey) -> Bool { a.orgID == b.orgID && a.name.sameBytes(as: b.name) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(orgID)
        // Of the bytes, as equality is: `String` hashes all equivalent Unicode forms alike, so that one could name many alike.
        let bytes = name.utf8.span
        hasher.combine(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            hasher.combine(bytes.word(at: offset))
            offset += 8
        }
        while offset < bytes.count {
            hasher.combine(bytes[offset])
            offset += 1
        }
    }
}
