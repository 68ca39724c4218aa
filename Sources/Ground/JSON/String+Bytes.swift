internal import Bytes

extension String {
    /// `==` of String takes canonically equivalent texts for equal; JSON does not.
    func hasSameBytes(as other: String) -> Bool { utf8.span.equals(other.utf8.span) }

    /// Text that the scanner has found to be UTF-8, copied.
    init(scanned bytes: Span<UInt8>) {
        do {
            self = try String(copying: UTF8Span(validating: bytes))
        } catch {
            preconditionFailure("the scanner let invalid UTF-8 through")
        }
    }
}
