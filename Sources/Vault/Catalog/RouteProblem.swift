/// Why a route cannot be called.
public enum RouteProblem: Error, Sendable, Equatable {
    /// A secret cannot be opened: nothing may be sent.
    case secretUnavailable
    case unusableTarget(UnusableTarget)
    /// A certificate or key of the source cannot be used.
    case tlsMaterial
}
