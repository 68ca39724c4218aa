/// One label of a sample. Values are of a fixed set (a status class, a phase, an endpoint's pattern) or of a set that is bounded in
/// number: never a path or anything a caller sent.
public struct MetricLabel: Sendable, Equatable {
    public let name: String
    public let value: String

    /// `name` is `[a-zA-Z_][a-zA-Z0-9_]*`.
    public init(_ name: StaticString, _ value: String) {
        self.name = name.description
        self.value = value
    }
}
