/// Why compressed bytes could not be read.
public enum CompressionError: Error, Sendable, Equatable {
    /// They are not what the coding says, end early, or something follows them.
    case broken
    /// What they stand for is larger than the bound (bytes).
    case tooLarge(bytesMax: Int)
    /// Whoever asked has no room for what they stand for.
    case noRoom
}
