/// Which source a call of a resource names, and what it asks for, as offsets into the head.
public struct ResourceReference: Sendable, Equatable {
    public let source: ProxyReference
    /// What stands behind the reference, `/resources` included.
    public let whole: Range<Int>
    /// What stands behind `/resources`, with its leading slash; empty when there is nothing.
    public let path: Range<Int>
}
