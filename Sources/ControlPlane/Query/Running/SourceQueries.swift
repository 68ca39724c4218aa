/// The queries of one request that ask one source.
public struct SourceQueries: Sendable {
    public let source: AskedSource
    /// Nothing when Headgate does not know the source's type.
    public let language: (any SourceLanguage)?
    public var queries: [NativeQuery]

    public init(source: AskedSource, language: (any SourceLanguage)?, queries: [NativeQuery] = []) {
        self.source = source
        self.language = language
        self.queries = queries
    }
}
