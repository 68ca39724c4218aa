/// Everything that went out on one connection to a source, read as strictly as RFC 9110 and RFC 9112 allow, and more: what is
/// found wrong here is wrong whoever reads it.
struct StrictStream {
    /// Targets of the requests that were whole.
    private(set) var targets: [String] = []
    private(set) var authorizations: [String] = []
    private(set) var problems: [String] = []
    /// The connection ended in the middle of a request's body or head.
    private(set) var isCut = false

    private static let hopByHop: Set = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "upgrade", "http2-settings", "expect",
    ]

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = Self.offset(of: [13, 10, 13, 10], in: rest) else {
                isCut = true
                return
            }
            let head = rest[..<(end + 2)]
            rest = rest[(end + 4)...]
            guard let body = check(head) else { return }
            switch body {
            case .length(let length):
                guard rest.count >= length else {
                    isCut = true
                    return
                }
                rest = rest[(rest.startIndex + length)...]
            case .chunks:
                guard let behind = skipChunks(rest) else { return }
                rest = behind
            }
        }
    }

    private enum Body { case length(Int), chunks }

    /// `head` with the line end of its last field; nothing when what follows cannot be found.
    private mutating func check(_ head: ArraySlice<UInt8>) -> Body? {
        let text = String(decoding: head, as: UTF8.self)
        for (index, byte) in zip(head.indices, head) {
            let isCR = byte == 13 && index + 1 < head.endIndex && head[index + 1] == 10
            let isLF = byte == 10 && index > head.startIndex && head[index - 1] == 13
            if byte == 0 || byte == 127 || (byte < 32 && byte != 9 && !isCR && !isLF) {
                problems.append("a control byte \(byte) in \(text.debugDescription)")
            }
        }
        var lines = text.components(separatedBy: "\r\n").dropLast()
        checkRequestLine(lines.removeFirst())
        return checkFields(Array(lines), text)
    }

    private mutating func checkRequestLine(_ line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1", !words[0].isEmpty, words[1].hasPrefix("/"),
            words[0].utf8.allSatisfy(Self.isTokenByte), words[1].utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return problems.append("the request line \(line.debugDescription)") }
        targets.append(String(words[1]))
        let path = words[1].prefix { $0 != "?" }
        if path.contains("#") || words[1].contains("#") { problems.append("a fragment in \(line)") }
        var decoded = path.lowercased()
        // Twice, for a reader that decodes what it has decoded.
        for _ in 0..<2 {
            for (escape, text) in [("%2e", "."), ("%2f", "/"), ("%5c", "\\"), ("%25", "%")] {
                decoded = decoded.replacing(escape, with: text)
            }
        }
        let segments = decoded.replacing("\\", with: "/").split(separator: "/").map { $0.prefix { $0 != ";" } }
        if segments.contains(where: { $0 == "." || $0 == ".." }) { problems.append("a dot segment in \(line)") }
    }

    private mutating func checkFields(_ lines: [String], _ text: String) -> Body? {
        var values: [String: [String]] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex,
                line[..<colon].utf8.allSatisfy(Self.isTokenByte)
            else {
                problems.append("the field line \(line.debugDescription)")
                continue
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            values[line[..<colon].lowercased(), default: []].append(String(value))
        }
        // That trailers are taken is said anew, for this hop (RFC 9110 10.1.4).
        if values["te"] == ["trailers"], values["connection"] == ["TE"] {
            (values["te"], values["connection"]) = (nil, nil)
        }
        for name in Self.hopByHop where values[name] != nil { problems.append("the hop-by-hop field \(name)") }
        authorizations += values["authorization"] ?? []
        if values["host"]?.count != 1 { problems.append("hosts \(values["host"] ?? [])") }
        for name in ["authorization", "content-type"] where (values[name]?.count ?? 0) > 1 {
            problems.append("\(name) twice")
        }
        let (lengths, codings) = (values["content-length"] ?? [], values["transfer-encoding"] ?? [])
        if lengths.count + codings.count > 1 { problems.append("framed twice: \(text.debugDescription)") }
        if let coding = codings.first {
            if coding != "chunked" { problems.append("the transfer coding \(coding)") }
            return .chunks
        }
        guard let length = lengths.first else { return .length(0) }
        guard !length.isEmpty, length.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(length) else {
            problems.append("the length \(length)")
            return nil
        }
        return .length(count)
    }

    /// Names that may not stand behind a body (RFC 9110 6.5.1).
    private static let headNames: Set = [
        "content-length", "transfer-encoding", "host", "authorization", "content-type", "content-encoding", "trailer",
        "te", "cookie", "connection",
    ]

    /// What is behind a chunked body without extensions; nothing when it is cut or wrong.
    private mutating func skipChunks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        while true {
            guard let end = Self.offset(of: [13, 10], in: rest) else {
                isCut = true
                return nil
            }
            let line = String(decoding: rest[..<end], as: UTF8.self)
            guard line.count <= 16, line.allSatisfy(\.isHexDigit), let size = Int(line, radix: 16) else {
                problems.append("the chunk size \(line.debugDescription)")
                return nil
            }
            rest = rest[(end + 2)...]
            if size == 0 { return skipTrailers(rest) }
            guard rest.count >= size + 2 else {
                isCut = true
                return nil
            }
            let behind = rest.startIndex + size
            guard rest[behind] == 13, rest[behind + 1] == 10 else {
                problems.append("no line end behind a chunk of \(size) bytes")
                return nil
            }
            rest = rest[(behind + 2)...]
        }
    }

    private mutating func skipTrailers(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        while let end = Self.offset(of: [13, 10], in: rest) {
            let line = rest[..<end]
            rest = rest[(end + 2)...]
            if line.isEmpty { return rest }
            let name = line.prefix { $0 != 58 }
            let isClean = line.allSatisfy { $0 == 9 || ($0 > 31 && $0 != 127) }
            let text = String(decoding: name, as: UTF8.self).lowercased()
            if name.isEmpty || name.count == line.count || !name.allSatisfy(Self.isTokenByte) || !isClean
                || Self.headNames.contains(text)
            {
                problems.append("the trailer \(String(decoding: line, as: UTF8.self).debugDescription)")
            }
        }
        isCut = true
        return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func offset(of needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - needle.count)).first { bytes[$0...].starts(with: needle) }
    }
}
