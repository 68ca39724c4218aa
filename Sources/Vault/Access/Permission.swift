/// An action on what it is done to, within the asking identity's own organisation.
public struct Permission: Sendable, Hashable {
    public enum Scope: Sendable, Hashable {
        case all
        case dataSource(uid: String)
    }

    public let action: Action
    public let scope: Scope

    public init(_ action: Action, on scope: Scope = .all) {
        self.action = action
        self.scope = scope
    }
}
