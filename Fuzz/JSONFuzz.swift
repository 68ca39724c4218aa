import Bytes
import JSON

/// libFuzzer's entry: a text that is accepted must be written as a text that means the same, and the document over it
/// must agree with the owned value. The cursor must pass over it whole. A difference or a trap is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = Array(UnsafeBufferPointer(start: start, count: count))
    guard let value = try? JSONValue(parsing: text.span) else {
        precondition(document(text.span) == nil)
        _ = isPassedOver(text.span)
        return 0
    }
    precondition(document(text.span) == value)
    precondition(isPassedOver(text.span))
    var written = ByteBuffer()
    written.appendJSON(value)
    guard let again = try? JSONValue(parsing: written.span, limits: JSONLimits(bytesMax: .max)) else {
        preconditionFailure("the written text was refused")
    }
    precondition(again == value)
    return 0
}

private func isPassedOver(_ text: Span<UInt8>) -> Bool {
    do {
        var cursor = JSONCursor(text)
        try cursor.skip()
        try cursor.end()
        return true
    } catch {
        return false
    }
}

private func document(_ text: Span<UInt8>) -> JSONValue? {
    var buffer = ByteBuffer()
    buffer.append(text)
    guard let document = try? JSONDocument(parsing: buffer) else { return nil }
    return document.value(document.root)
}
