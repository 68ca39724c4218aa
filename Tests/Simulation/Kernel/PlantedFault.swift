/// Faults of an engine, imitated at the kernel's table: each must be found by the checkers, or the checkers are asleep.
public enum PlantedFault: String, Sendable, CaseIterable {
    /// An edge is lost, as when a worker forgets to go on with a connection that it had put aside.
    case droppedEdge
    /// The descriptor of a connection to a source is never closed, as when a lease is lost.
    case leakedDescriptor
    /// Bytes meant for one caller go to another.
    case swappedCallers
}
