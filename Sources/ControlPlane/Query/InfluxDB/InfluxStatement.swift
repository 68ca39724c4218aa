/// What a statement asks for, where that decides which values of its answer count.
enum InfluxStatement: Equatable {
    /// Rows are key and value.
    case tagValues
    /// All values of a row count.
    case diagnostics
    case other

    init(_ text: String) {
        let words = text.uppercased().split { $0.isWhitespace }
        if words.starts(with: ["SHOW", "TAG", "VALUES"]),
            words.count == 3 || !["CARDINALITY", "EXACT"].contains(words[3])
        {
            self = .tagValues
        } else if words.starts(with: ["SHOW", "DIAGNOSTICS"]) {
            self = .diagnostics
        } else {
            self = .other
        }
    }
}
