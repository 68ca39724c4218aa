/// One step of the schema, forward only. Its number is its place in `Migration.all`, counted from 1; once released, the text
/// never changes.
struct Migration {
    let name: String
    let sql: String

    /// Every step there is, in order.
    static let all: [Migration] = [.first, .people, .grants, .shares]
}
