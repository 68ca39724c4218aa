public import Crypto
public import HTTP

/// Where the calls of a route go, and what they carry.
///
/// An object, as every call holds it: what would be copied for each is counted by all workers at once.
public final class RouteAccess: Sendable {
    public let url: SourceURL
    public let edits: RouteEdits
    /// How TLS is spoken; nothing for plain connections.
    public let context: TLSClientContext?

    init(url: SourceURL, edits: RouteEdits, context: TLSClientContext?) {
        self.url = url
        self.edits = edits
        self.context = context
    }
}
