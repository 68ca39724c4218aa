public import Crypto
public import HTTP

/// Where the calls of a route go, and what they carry.
public struct RouteAccess: Sendable {
    public let url: SourceURL
    public let edits: RouteEdits
    /// How TLS is spoken; nothing for plain connections.
    public let context: TLSClientContext?
}
