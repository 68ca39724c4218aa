internal import Catalog

/// What an `If-Match` field asks for (RFC 9110 section 13.1.1).
enum IfMatch: Sendable, Equatable {
    case absent
    /// `*`: whatever is there, as long as something is.
    case any
    /// One of these revisions. A tag that is weak or that we never gave out matches nothing and is left out.
    case revisions([Int64])

    init(_ field: String?) {
        guard let field else {
            self = .absent
            return
        }
        let tags = field.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        self = tags == ["*"] ? .any : .revisions(tags.compactMap(Self.revision))
    }

    private static func revision(of tag: String) -> Int64? {
        guard tag.utf8.count > 2, tag.first == "\"", tag.last == "\"" else { return nil }
        guard let revision = Int64(tag.dropFirst().dropLast()), EntityTag.text(revision: revision) == tag else {
            return nil
        }
        return revision
    }
}
