/// A column with its name and what is known about it.
public struct FrameField: Sendable {
    public var name: String
    /// Nothing and empty are written differently: not at all, and `{}`.
    public var labels: [String: String]?
    public var config: FieldConfig?
    /// The type says that values may be missing, whether or not one is.
    public var isNullable: Bool
    public var column: FrameColumn

    public init(
        _ name: String, _ column: FrameColumn, labels: [String: String]? = nil, config: FieldConfig? = nil,
        isNullable: Bool = false
    ) {
        self.name = name
        self.labels = labels
        self.config = config
        self.isNullable = isNullable
        self.column = column
    }
}
