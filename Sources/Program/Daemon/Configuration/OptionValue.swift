internal import Reactor
internal import Telemetry
internal import Upstream

/// Texts to values, one function a kind of option.
enum OptionValue {
    static func address(_ text: String) throws(OptionProblem) -> SocketAddress {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else {
            throw OptionProblem("is not HOST:PORT, such as 127.0.0.1:3000")
        }
        guard let port = port(text[text.index(after: colon)...]) else {
            throw OptionProblem("has no port from 0 to 65535 behind its last colon")
        }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw OptionProblem("has an IPv6 address without brackets")
        }
        guard let address = SocketAddress(literal: host, port: port) else {
            throw OptionProblem("names a host that is neither an IP address nor localhost")
        }
        return address
    }

    private static func port(_ text: Substring) -> UInt16? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(text) : nil
    }

    /// The database file's path. Of a URL that may carry a password nothing is repeated.
    static func database(_ text: String) throws(OptionProblem) -> String {
        if text.hasPrefix("postgres:") || text.hasPrefix("postgresql:") {
            throw OptionProblem("asks for PostgreSQL, which is not available yet: use sqlite:PATH")
        }
        guard text.hasPrefix("sqlite:") else { throw OptionProblem("is not sqlite:PATH") }
        var path = text.dropFirst("sqlite:".count)
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            guard path.hasPrefix("/") else { throw OptionProblem("names a host: write sqlite:PATH or sqlite:///PATH") }
        }
        guard !path.isEmpty, path.last != "/" else { throw OptionProblem("names no file behind sqlite:") }
        return String(path)
    }

    static func flag(_ text: String) throws(OptionProblem) -> Bool {
        switch text {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw OptionProblem("is neither true nor false")
        }
    }

    static func integer(_ text: String, in range: ClosedRange<Int>) throws(OptionProblem) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw OptionProblem("is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number of seconds, as milliseconds.
    static func seconds(_ text: String) throws(OptionProblem) -> UInt64 {
        // A day: longer is surely a mistake of unit.
        UInt64(try integer(text, in: 1...86_400)) * 1_000
    }

    /// A decimal fraction from 0 to 1.
    static func share(_ text: String) throws(OptionProblem) -> Double {
        guard let value = Double(text), (0...1).contains(value) else {
            throw OptionProblem("is not a number from 0 to 1")
        }
        return value
    }

    /// A number of bytes; 0 means that there is no bound.
    static func bytesMax(_ text: String) throws(OptionProblem) -> UInt64 {
        let bytes = try integer(text, in: 0...Int.max)
        return bytes == 0 ? .max : UInt64(bytes)
    }

    static func level(_ text: String) throws(OptionProblem) -> LogLevel {
        guard let level = LogLevel(rawValue: text) else {
            throw OptionProblem("is none of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }

    /// It becomes a header field's value.
    static func userAgent(_ text: String) throws(OptionProblem) -> String {
        guard text.utf8.count <= 256, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.hasPrefix(" "),
            !text.hasSuffix(" ")
        else { throw OptionProblem("is not up to 256 printable ASCII characters without spaces around them") }
        return text
    }

    /// Patterns with commas or spaces between them; names the first that is wrong.
    static func destinations(_ text: String) throws(OptionProblem) -> [OutboundPattern] {
        var patterns: [OutboundPattern] = []
        for entry in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            do throws(OutboundPatternError) {
                patterns.append(try OutboundPattern(parsing: entry))
            } catch {
                throw OptionProblem("has an entry \(entry) that \(error)")
            }
        }
        // No entry would mean that everything is allowed, which nobody writes so.
        guard !patterns.isEmpty else { throw OptionProblem("has no entry") }
        return patterns
    }

    static func path(_ text: String) throws(OptionProblem) -> String {
        guard !text.utf8.contains(0) else { throw OptionProblem("is not a path") }
        // The slash at the end of a directory says nothing, but would double in what is made of it.
        var path = text
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
