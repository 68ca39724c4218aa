/// What Graphite says when it fails. Its errors of status 500 are pages of HTML with the stack in them.
enum GraphiteError {
    static func words(of answer: SourceAnswer) -> String {
        let text = answer.words
        guard answer.status == 500, text.hasPrefix("<body") else { return text }
        return lines(ofHTML: text).joined(separator: "\n")
    }

    /// The texts between tags, without white space around them.
    private static func lines(ofHTML html: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var isInTag = false
        for character in html {
            switch character {
            case "<":
                isInTag = true
                append(&line, to: &lines)
            case ">": isInTag = false
            default: if !isInTag { line.append(character) }
            }
        }
        append(&line, to: &lines)
        return lines
    }

    private static func append(_ line: inout String, to lines: inout [String]) {
        let words = line.split { $0.isWhitespace }
        if !words.isEmpty { lines.append(words.joined(separator: " ")) }
        line = ""
    }
}
