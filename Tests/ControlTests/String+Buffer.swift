import Bytes

extension String {
    /// The bytes of a buffer as text.
    init(copying buffer: borrowing ByteBuffer) {
        self = buffer.span.validatedString() ?? "not UTF-8"
    }
}
