internal import Bytes

/// Which calls below the `/resources/` of a type's sources only pass bytes. The tables are in `ResourceTable+Types.swift`.
struct ResourceTable: Sendable {
    enum Paths: Sendable {
        /// Every path but these.
        case all(but: [StaticString])
        /// These, and one segment more behind each of `parents`, which end with a slash.
        case only([StaticString], below: [StaticString])
    }

    /// Compared with the escaped path as it is sent, without its leading slash.
    let paths: Paths
    /// What the source's API stands below, with its leading slash; empty when paths are the source's own.
    var prefix: StaticString = ""
    /// Nothing else than GET passes.
    var isReadOnly = false
    /// The member of `jsonData` that keeps POST out when it says `GET`.
    var methodSetting: String?
    /// The member of `jsonData` with which calls are changed on their way, so that nothing passes where it is set.
    var changingSetting: String?

    func holds(_ path: Span<UInt8>) -> Bool {
        switch paths {
        case .all(let exceptions): return !exceptions.contains { path.equals($0) }
        case .only(let names, let parents):
            if names.contains(where: { path.equals($0) }) { return true }
            return parents.contains { Self.isSegment(path, behind: $0) }
        }
    }

    private static func isSegment(_ path: Span<UInt8>, behind parent: StaticString) -> Bool {
        let start = parent.utf8CodeUnitCount
        guard path.starts(with: parent), path.count > start else { return false }
        return path.firstOffset(of: UInt8(ascii: "/"), from: start) == nil
    }
}
