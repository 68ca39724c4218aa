/// How a caller names a data source of its organisation.
public enum DataSourceReference: Sendable, Equatable {
    case id(Int64)
    case uid(String)
    case name(String)
}
