public import Bytes

extension FieldLine {
    /// Appends the line, name and value as they were sent, with one space between and CRLF behind. `bytes` are those that the line was
    /// parsed from. A line that was sent so is copied in one piece.
    public func append(from bytes: Span<UInt8>, to target: inout ByteBuffer) {
        guard !isWritten(in: bytes) else {
            return target.append(bytes.extracting(name.range.lowerBound..<value.range.upperBound + 2))
        }
        target.append(bytes.extracting(name.range), ": ", bytes.extracting(value.range), "\r\n")
    }

    private func isWritten(in bytes: Span<UInt8>) -> Bool {
        let (colon, end) = (name.range.upperBound, value.range.upperBound)
        guard value.range.lowerBound == colon + 2, bytes.count >= end + 2 else { return false }
        return bytes[colon] == UInt8(ascii: ":") && bytes[colon + 1] == UInt8(ascii: " ")
            && bytes[end] == UInt8(ascii: "\r") && bytes[end + 1] == UInt8(ascii: "\n")
    }
}
