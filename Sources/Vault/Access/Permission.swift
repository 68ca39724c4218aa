/// An action on what it is done to: within the asking identity's organisation, unless the scope is the server.
public struct Permission: Sendable, Hashable {
    public enum Scope: Sendable, Hashable {
        /// In the organisation.
        case all
        /// Beyond organisations: the whole server.
        case server
    }

    public let action: Action
    public let scope: Scope

    public init(_ action: Action, on scope: Scope = .all) {
        self.action = action
        self.scope = scope
    }
}
