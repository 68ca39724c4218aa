/// Which plane a request belongs to.
public enum Plane: Sendable, Equatable {
    /// `remainder` is what stands behind the reference, with its leading slash; empty when there is none.
    case data(ProxyReference, remainder: Range<Int>)
    case control
}
