extension SourceAnswer {
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as words for people, cut short: a source may answer an error with anything.
    var words: String {
        let text = String(decoding: body.prefix(Self.wordsMax), as: UTF8.self)
        return body.count > Self.wordsMax ? text + "..." : text
    }

    /// Bytes.
    private static let wordsMax = 1_024
}
