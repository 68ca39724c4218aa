/// A column of an answer.
public struct PostgresColumn: Sendable, Equatable {
    public let name: String
    /// The object id of its type (`pg_type.oid`).
    public let typeID: UInt32

    public init(name: String, typeID: UInt32) {
        self.name = name
        self.typeID = typeID
    }
}
