internal import JSON

/// What went wrong while an answer of a source was read: text that is no JSON, JSON of the wrong shape, or something that the reader words.
enum AnswerProblem {
    /// Runs `read` on `body`; every error in it becomes a query's, blamed on `blame` where the text or its shape is to blame.
    static func catching<Result>(
        in body: [UInt8], blame: QueryError.Blame, _ read: (Span<UInt8>) throws -> Result
    ) throws(QueryError) -> Result {
        do {
            return try read(body.span)
        } catch let error as QueryError {
            throw error
        } catch let error as JSONError {
            throw QueryError(words(for: error, in: body), blame: blame)
        } catch {
            throw QueryError("the data source's answer cannot be read", blame: blame)
        }
    }

    /// Go's words where the text is no JSON at all, as most people have met them; ours elsewhere.
    private static func words(for error: JSONError, in body: [UInt8]) -> String {
        guard error.problem == .unexpectedByte || error.problem == .unexpectedEnd else { return error.description }
        guard error.offset < body.count else { return "unexpected end of JSON input" }
        let byte = body[error.offset]
        guard !beginsValue(byte) else { return error.description }
        let shown = (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
        return "invalid character '\(shown)' looking for beginning of value"
    }

    private static func beginsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), 0x30...0x39,
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            true
        default: false
        }
    }
}
