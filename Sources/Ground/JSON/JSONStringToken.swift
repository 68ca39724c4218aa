/// Where a string stands in a text that a cursor walks over.
public struct JSONStringToken: Sendable, Equatable {
    /// The bytes between the quotes.
    public let inside: Range<Int>
    /// It must be unescaped.
    public let isEscaped: Bool
}
