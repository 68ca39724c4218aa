public import JSON

/// How a column is to be shown. Members that are nothing or empty are not written.
public struct FieldConfig: Sendable {
    public var displayName: String
    public var displayNameFromDS: String
    public var description: String
    public var unit: String
    /// Milliseconds between the rows of a time column.
    public var intervalMilliseconds: Double?
    public var filterable: Bool?
    public var links: [JSONValue]
    public var custom: JSONValue?

    public init(
        displayName: String = "", displayNameFromDS: String = "", description: String = "", unit: String = "",
        intervalMilliseconds: Double? = nil, filterable: Bool? = nil, links: [JSONValue] = [], custom: JSONValue? = nil
    ) {
        self.displayName = displayName
        self.displayNameFromDS = displayNameFromDS
        self.description = description
        self.unit = unit
        self.intervalMilliseconds = intervalMilliseconds
        self.filterable = filterable
        self.links = links
        self.custom = custom
    }
}
