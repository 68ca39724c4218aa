import Bytes
import JSON

/// What the reader says of a text: nothing when it accepts it.
func refusal(of bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError? {
    do {
        _ = try JSONValue(parsing: bytes.span, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(of text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    refusal(of: Array(text.utf8), limits: limits)
}

func parsed(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8).span) }

func written(_ value: JSONValue) -> String {
    var buffer = ByteBuffer()
    buffer.appendJSON(value)
    return buffer.span.validatedString() ?? "not UTF-8"
}

func document(_ text: String, limits: JSONLimits = JSONLimits()) throws -> JSONDocument {
    var buffer = ByteBuffer(kind: .confidential)
    buffer.append(text)
    return try JSONDocument(parsing: buffer, limits: limits)
}
