/// Whether text that somebody else made may stand in a head that we write.
public enum FieldText {
    /// A method or a field's name (RFC 9110 5.6.2).
    public static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(ByteClass.isToken) }

    /// A field's value: no line break, no other control character but tabs (RFC 9110 5.5).
    public static func isValue(_ text: String) -> Bool { text.utf8.allSatisfy(ByteClass.isFieldValue) }

    /// A part of a request target: visible ASCII but `#`.
    public static func isTarget(_ text: String) -> Bool { text.utf8.allSatisfy(ByteClass.isTarget) }
}
