/// A read that the worker answered itself, by how it named the source.
public enum SnapshotRead: Sendable, CaseIterable {
    case byID
    case byUID
}
