/// Reads comma separated values (RFC 4180): quoted values may hold commas, line breaks and doubled quotes. Empty lines are skipped. Lines have
/// equal numbers of values, unless it is told otherwise.
struct CSVReader {
    enum Problem: Error, Equatable {
        /// A quote inside a value that does not begin with one, or text behind a closing quote.
        case bareQuote(line: Int)
        case openQuote(line: Int)
        /// Another number of values than in the first line.
        case wrongCount(line: Int)
    }

    private var rest: Substring.UTF8View
    private var line = 1
    private var width: Int?
    private let isRagged: Bool

    init(_ text: String, isRagged: Bool = false) {
        rest = text.utf8[...]
        self.isRagged = isRagged
    }

    /// The next line's values; nothing at the end.
    mutating func next() throws(Problem) -> [String]? {
        while skipLineEnd() { line += 1 }
        guard !rest.isEmpty else { return nil }
        let start = line
        var values = [try value()]
        while rest.first == UInt8(ascii: ",") {
            rest.removeFirst()
            values.append(try value())
        }
        _ = skipLineEnd()
        line += 1
        guard isRagged || values.count == width ?? values.count else { throw .wrongCount(line: start) }
        width = values.count
        return values
    }

    private mutating func value() throws(Problem) -> String {
        guard rest.first == UInt8(ascii: "\"") else { return try plain() }
        rest.removeFirst()
        var bytes: [UInt8] = []
        let start = line
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\"") else {
                if byte == UInt8(ascii: "\n") { line += 1 }
                bytes.append(byte)
                continue
            }
            guard rest.first == byte else {
                guard rest.first.map(Self.endsValue) ?? true else { throw .bareQuote(line: line) }
                return String(decoding: bytes, as: UTF8.self)
            }
            rest.removeFirst()
            bytes.append(byte)
        }
        throw .openQuote(line: start)
    }

    private mutating func plain() throws(Problem) -> String {
        let bytes = rest.prefix { !Self.endsValue($0) }
        guard !bytes.contains(UInt8(ascii: "\"")) else { throw .bareQuote(line: line) }
        rest = rest[bytes.endIndex...]
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func endsValue(_ byte: UInt8) -> Bool { byte == 0x2C || byte == 0x0A || byte == 0x0D }

    /// `\n`, `\r\n` or `\r`.
    private mutating func skipLineEnd() -> Bool {
        guard let byte = rest.first, byte == 0x0A || byte == 0x0D else { return false }
        rest.removeFirst()
        if byte == 0x0D, rest.first == 0x0A { rest.removeFirst() }
        return true
    }
}

extension CSVReader.Problem {
    /// For people.
    var words: String {
        switch self {
        case .bareQuote(let line): "record on line \(line): bare quote in a value"
        case .openQuote(let line): "record on line \(line): a quote is not closed"
        case .wrongCount(let line): "record on line \(line): wrong number of fields"
        }
    }
}
