/// Why a text was refused, and where. Carries no byte of the text, which may hold secrets.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Problem: Sendable, Equatable, CaseIterable {
        /// A byte that cannot stand here: not JSON, or a misspelt `true`, `false`, `null`.
        case unexpectedByte
        case unexpectedEnd
        /// Something other than white space behind the value.
        case trailingBytes
        case leadingZero
        /// A byte below 0x20 inside a string.
        case controlCharacter
        case badEscape
        case invalidUTF8
        case duplicateKey
        case tooDeep, tooManyNodes, tooManyBytes
    }

    public let problem: Problem
    /// Bytes from the start of the text; its length when the text ended too early. A duplicate is where the later key
    /// starts, too many bytes are where the first one too many is.
    public let offset: Int

    public init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    public var description: String { "\(text) at byte \(offset)" }

    private var text: String {
        switch problem {
        case .unexpectedByte: "JSON with an unexpected byte"
        case .unexpectedEnd: "JSON that ends too early"
        case .trailingBytes: "JSON followed by other bytes"
        case .leadingZero: "JSON number with a leading zero"
        case .controlCharacter: "JSON string with an unescaped control character"
        case .badEscape: "JSON string with a malformed escape"
        case .invalidUTF8: "JSON string that is not UTF-8"
        case .duplicateKey: "JSON object with a duplicate key"
        case .tooDeep: "JSON nested too deeply"
        case .tooManyNodes: "JSON with too many values"
        case .tooManyBytes: "JSON too long"
        }
    }
}
