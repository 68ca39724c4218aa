/// Reads messages of one direction of a connection, piece by piece.
struct MessageReader {
    enum Step: Equatable {
        case needsMore
        /// `message` has its head; the body follows.
        case head
        case complete
        case broken(String)
    }

    private enum Rest {
        case none, length(Int), chunkSize, chunk(Int), chunkEnd, trailers, untilClose
    }

    private let isAnswer: Bool
    private var bytes: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var rest: Rest?
    private(set) var message = Message()

    init(isAnswer: Bool) { self.isAnswer = isAnswer }

    /// Nothing of a message is here.
    var isBetween: Bool { rest == nil && start == bytes.count }
    /// Bytes of a message are here but it is not whole.
    var isInBody: Bool { rest != nil }
    var endsWithConnection: Bool { if case .untilClose = rest { true } else { false } }
    var unusedBytes: Int { bytes.count - start }

    mutating func feed(_ added: [UInt8]) {
        if start > 0 {
            bytes.removeFirst(start)
            scanned = max(scanned - start, 0)
            start = 0
        }
        bytes += added
    }

    /// The next thing there is to say. `isBodiless`: the answer to a HEAD.
    mutating func next(isBodiless: Bool = false) -> Step {
        guard let rest else { return readHead(isBodiless) }
        switch rest {
        case .none: return finish()
        case .length(let length):
            let taken = take(length)
            self.rest = .length(length - taken)
            return taken == length ? finish() : .needsMore
        case .untilClose:
            take(bytes.count - start)
            return .needsMore
        case .chunkSize, .chunk, .chunkEnd, .trailers: return readChunks()
        }
    }

    @discardableResult
    private mutating func take(_ length: Int) -> Int {
        let taken = min(length, bytes.count - start)
        message.body += bytes[start..<start + taken]
        start += taken
        return taken
    }

    private mutating func finish() -> Step {
        rest = nil
        scanned = start
        return .complete
    }

    private mutating func line() -> String? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 13, bytes[index + 1] == 10 {
                defer { start = index + 2 }
                return String(decoding: bytes[start..<index], as: UTF8.self)
            }
            index += 1
        }
        return nil
    }

    // MARK: Heads

    private mutating func readHead(_ isBodiless: Bool) -> Step {
        var end = max(scanned, start)
        while end + 3 < bytes.count {
            if bytes[end] == 13, bytes[end + 1] == 10, bytes[end + 2] == 13, bytes[end + 3] == 10 { break }
            end += 1
        }
        scanned = end
        guard end + 3 < bytes.count else { return .needsMore }
        message = Message()
        message.headText = String(decoding: bytes[start..<end + 4], as: UTF8.self)
        var lines = message.headText.components()
        start = end + 4
        scanned = start
        message.startLine = lines.removeFirst()
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
                return .broken("field line \(line)")
            }
            let name = line[..<colon]
            guard !name.contains(" ") else { return .broken("field name \(name)") }
            message.fields.append((name.lowercased(), line[line.index(after: colon)...].trimmed()))
        }
        return frame(isBodiless)
    }

    private mutating func frame(_ isBodiless: Bool) -> Step {
        let lengths = message.all("content-length")
        let codings = message.all("transfer-encoding")
        guard lengths.count + codings.count <= 1 else { return .broken("two framings") }
        let words = message.words
        if isAnswer {
            guard words.count >= 2, words[0] == "HTTP/1.1", (100..<600).contains(message.status) else {
                return .broken("status line \(message.startLine)")
            }
        } else {
            guard words.count == 3, words[2] == "HTTP/1.1" else { return .broken("request line \(message.startLine)") }
        }
        let status = message.status
        if isAnswer, isBodiless || status < 200 || status == 204 || status == 304 {
            rest = Rest.none
        } else if let coding = codings.first {
            guard coding == "chunked" else { return .broken("coding \(coding)") }
            rest = .chunkSize
        } else if let length = lengths.first {
            guard let count = Int(length), count >= 0 else { return .broken("length \(length)") }
            rest = .length(count)
        } else {
            rest = isAnswer ? .untilClose : Rest.none
        }
        return .head
    }

    // MARK: Chunks

    private mutating func readChunks() -> Step {
        while true {
            switch rest {
            case .chunkSize:
                guard let text = line() else { return .needsMore }
                guard let size = Int(text, radix: 16), size >= 0 else { return .broken("chunk size \(text)") }
                rest = size == 0 ? .trailers : .chunk(size)
            case .chunk(let size):
                let taken = take(size)
                rest = .chunk(size - taken)
                guard taken == size else { return .needsMore }
                rest = .chunkEnd
            case .chunkEnd:
                guard let text = line() else { return .needsMore }
                guard text.isEmpty else { return .broken("bytes behind a chunk") }
                rest = .chunkSize
            case .trailers:
                guard let text = line() else { return .needsMore }
                if text.isEmpty { return finish() }
                guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
                    return .broken("trailer \(text)")
                }
                let value = text[text.index(after: colon)...].trimmed()
                message.trailers.append("\(text[..<colon].lowercased()): \(value)")
            case .none?, .length, .untilClose, nil: return .needsMore
            }
        }
    }
}

extension String {
    /// The lines of a head, without the empty ones at its end.
    fileprivate func components() -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        for byte in utf8 where byte != 13 {
            if byte == 10 {
                if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
                line = []
            } else {
                line.append(byte)
            }
        }
        return lines
    }
}

extension Substring {
    fileprivate func trimmed() -> String {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
