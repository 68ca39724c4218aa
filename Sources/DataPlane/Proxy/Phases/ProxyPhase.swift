/// The phases of one proxied call, in order. Each has a file beside this one; a failure in any of them leaves through
/// `ProxyErrorResponse.swift` and still ends in `record`.
enum ProxyPhase: CaseIterable {
    /// Who is asking?
    case admit
    /// Which source, and may they ask it that?
    case resolve
    /// The head that the source will read, credentials included.
    case rewriteRequest
    /// A connection to the source.
    case acquire
    /// Both bodies, each as fast as its reader takes it.
    case exchange
    /// The head that the caller will read.
    case rewriteResponse
    /// One observation, whatever happened.
    case record
}
