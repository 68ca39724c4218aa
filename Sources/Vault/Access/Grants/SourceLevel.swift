/// How much somebody may do with one data source; each level includes those before it. The numbers are in the database.
public enum SourceLevel: Int64, Sendable, CaseIterable, Comparable {
    /// Read it and query it.
    case query = 1
    /// Also change and delete it.
    case edit = 2
    /// Also say who may do what with it.
    case admin = 3

    /// Grafana's word.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    public var name: String {
        switch self {
        case .query: "Query"
        case .edit: "Edit"
        case .admin: "Admin"
        }
    }

    /// What it allows, in the order in which Grafana lists it.
    public var actions: [Action] {
        switch self {
        case .query: [.datasourcesRead, .datasourcesQuery]
        case .edit: Self.query.actions + [.datasourcesWrite, .datasourcesDelete]
        case .admin: Self.edit.actions + [.datasourcesPermissionsRead, .datasourcesPermissionsWrite]
        }
    }

    /// The least level that allows an action; nothing for what is not done to one data source.
    public static func least(for action: Action) -> SourceLevel? {
        switch action {
        case .datasourcesRead, .datasourcesQuery, .datasourcesIDRead: .query
        case .datasourcesWrite, .datasourcesDelete: .edit
        case .datasourcesPermissionsRead, .datasourcesPermissionsWrite: .admin
        default: nil
        }
    }

    public static func < (a: SourceLevel, b: SourceLevel) -> Bool { a.rawValue < b.rawValue }
}
