/// The marks that a search puts around the words that were found.
enum SearchHighlight {
    static let start = "@HIGHLIGHT@"
    static let end = "@/HIGHLIGHT@"

    /// The words between marks in `text`.
    static func words(in text: String) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: start) {
            guard let closing = rest[opening.upperBound...].firstRange(of: end) else { break }
            words.append(String(rest[opening.upperBound..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return words
    }
}
