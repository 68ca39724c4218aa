public import Crypto
public import HTTP

/// Where a call goes and how its connection is made. Origin and TLS are everything that makes two connections the same, so that the
/// one may serve for the other: sources with different TLS settings never share one.
public struct Destination: Sendable {
    public let origin: Origin
    /// Nothing for plain connections.
    public let tls: TLSClientContext?
    /// No connection is made: whoever asks connects itself, and wants to know which addresses it may dial.
    let isLookup: Bool
    /// The source that the call is for, whose breaker and share of calls it counts against; nothing for none.
    public var source: SourceVersion?
    public var terms: SourceTerms

    /// With `tls` where TLS is spoken.
    public init(
        _ origin: Origin, tls: TLSClientContext? = nil, source: SourceVersion? = nil, terms: SourceTerms = SourceTerms()
    ) {
        self.init(origin, tls: tls, isLookup: false, source: source, terms: terms)
    }

    /// For the addresses of `origin` and nothing else.
    static func addresses(of origin: Origin) -> Destination {
        Destination(origin, tls: nil, isLookup: true, source: nil, terms: SourceTerms())
    }

    private init(_ origin: Origin, tls: TLSClientContext?, isLookup: Bool, source: SourceVersion?, terms: SourceTerms) {
        self.origin = origin
        self.tls = tls
        self.isLookup = isLookup
        self.source = source
        self.terms = terms
    }
}
