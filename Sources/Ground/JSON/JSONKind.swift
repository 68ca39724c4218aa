/// What a node of a text is.
public enum JSONKind: UInt8, Sendable {
    case null, bool, number, string, array, object
}
