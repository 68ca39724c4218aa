/// Who can be granted a level of a data source.
public enum SourcePrincipal: Sendable, Hashable {
    /// A user or a service account: they share their ids.
    case account(Int64)
    case team(Int64)
    /// Viewer, Editor or Admin.
    case role(Role)
}
