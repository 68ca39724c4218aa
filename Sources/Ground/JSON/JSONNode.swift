/// A value inside one `JSONDocument`, as its place on the tape. Asking another document about it is a bug.
public struct JSONNode: Sendable, Hashable {
    let index: Int
}
