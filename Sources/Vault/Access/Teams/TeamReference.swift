/// How a caller names a team: one path segment holds either.
public enum TeamReference: Sendable, Equatable {
    case id(Int64)
    case uid(String)

    public init(_ text: String) { self = Int64(text).map { .id($0) } ?? .uid(text) }
}
