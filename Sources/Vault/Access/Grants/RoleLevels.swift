/// What the roles of its organisation may do with a data source; nothing is no right at all. A role has its own level and not
/// that of the roles below, as in Grafana.
///
/// An Admin may do everything to every source of the organisation, whatever stands here for that role; it is kept so that a
/// client reads what it wrote.
public struct RoleLevels: Sendable, Equatable {
    public var viewer: SourceLevel?
    public var editor: SourceLevel?
    public var admin: SourceLevel?

    public init(viewer: SourceLevel? = nil, editor: SourceLevel? = nil, admin: SourceLevel? = nil) {
        self.viewer = viewer
        self.editor = editor
        self.admin = admin
    }

    /// Writing to the role None changes nothing: nobody's place is without rights by a right.
    public subscript(role: Role) -> SourceLevel? {
        get {
            switch role {
            case .none: nil
            case .viewer: viewer
            case .editor: editor
            case .admin: admin
            }
        }
        set {
            switch role {
            case .none: break
            case .viewer: viewer = newValue
            case .editor: editor = newValue
            case .admin: admin = newValue
            }
        }
    }
}
