/// What a `Content-Type` says (RFC 9110 section 8.3.1), as far as bodies need it.
enum MediaType {
    /// Exactly `application/json` in any case of letters; parameters behind it are not looked at.
    static func isJSON(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first else {
            return false
        }
        let trimmed = type.drop { $0 == " " || $0 == "\t" }
        guard let last = trimmed.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return false }
        return trimmed[...last].lowercased() == "application/json"
    }
}
