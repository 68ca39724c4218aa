/// A table by columns, as Grafana's clients read answers (data frames of the plugin SDK for Go). Columns have equal lengths.
public struct DataFrame: Sendable {
    public var name: String
    /// Empty means: that of the result it stands in.
    public var refID: String
    public var meta: FrameMeta?
    public var fields: [FrameField]

    public init(name: String = "", refID: String = "", meta: FrameMeta? = nil, fields: [FrameField] = []) {
        self.name = name
        self.refID = refID
        self.meta = meta
        self.fields = fields
    }

    /// Rows of every column.
    public var rowCount: Int { fields.first?.column.count ?? 0 }
}
