extension Sequence where Element == String {
    /// In the order of their UTF-8, as Go sorts.
    func sortedByBytes() -> [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
