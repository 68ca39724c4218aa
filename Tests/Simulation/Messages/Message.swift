/// A message of HTTP/1.1 as a peer reads it. The engine's own codec is what is tested, so this one shares nothing
/// with it.
struct Message {
    var startLine = ""
    /// Names in lower case.
    var fields: [(name: String, value: String)] = []
    /// The head's bytes, for looking for what must not be in them.
    var headText = ""
    var body: [UInt8] = []
    /// The lines behind a chunked body, or the fields behind one of HTTP/2: `name: value`, names in lower case.
    var trailers: [String] = []

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    var words: [Substring] { startLine.split(separator: " ", omittingEmptySubsequences: false) }
    var status: Int { words.count > 1 ? Int(words[1]) ?? 0 : 0 }
    var closes: Bool { first("connection")?.lowercased() == "close" }
}
