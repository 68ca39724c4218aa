/// What a parameter of a statement is bound to.
enum SQLiteValue {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }

    init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
}
