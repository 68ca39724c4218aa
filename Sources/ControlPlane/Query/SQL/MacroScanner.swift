internal import Bytes

/// Finds calls of macros in a query: `$name(argument, ...)`.
///
/// An argument may hold parentheses, quoted text and commas within them; Grafana cuts at the first closing parenthesis and every comma.
struct MacroScanner {
    struct Call: Equatable {
        let name: String
        let arguments: [String]
    }

    private let text: [UInt8]

    init(_ text: String) { self.text = Array(text.utf8) }

    /// The text with each call replaced by what `expand` makes of it; `isFollowedByComma` says what stands behind the call.
    func replacing<Failure: Error>(
        _ expand: (Call, _ isFollowedByComma: Bool) throws(Failure) -> String
    ) throws(Failure) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "$"), let (call, end) = call(at: index) else {
                result.append(text[index])
                index += 1
                continue
            }
            result += try expand(call, end < text.count && text[end] == UInt8(ascii: ",")).utf8
            index = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The call whose dollar sign stands at `start`, and what lies behind it.
    private func call(at start: Int) -> (Call, end: Int)? {
        var index = start + 1
        while index < text.count, text[index].isNameByte { index += 1 }
        guard index > start + 1, index < text.count, text[index] == UInt8(ascii: "(") else { return nil }
        let name = String(decoding: text[start + 1..<index], as: UTF8.self)
        return arguments(from: index + 1).map { (Call(name: name, arguments: $0.0), $0.end) }
    }

    /// The arguments up to the parenthesis that closes the call; nothing when none does.
    private func arguments(from start: Int) -> ([String], end: Int)? {
        var arguments: [String] = []
        var argumentStart = start
        var depth = 0
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let end = quoteEnd(from: index) else { return nil }
                index = end
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")") where depth > 0: depth -= 1
            case UInt8(ascii: ")"):
                arguments.append(argument(argumentStart..<index))
                return (arguments, index + 1)
            case UInt8(ascii: ",") where depth == 0:
                arguments.append(argument(argumentStart..<index))
                argumentStart = index + 1
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Behind the quoted text that begins at `start`; a doubled quote ends and begins, which comes to the same.
    private func quoteEnd(from start: Int) -> Int? {
        text[(start + 1)...].firstIndex(of: text[start]).map { $0 + 1 }
    }

    private func argument(_ range: Range<Int>) -> String {
        var bytes = text[range]
        while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        lowercasedASCII &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10 || self == UInt8(ascii: "_")
    }
}
