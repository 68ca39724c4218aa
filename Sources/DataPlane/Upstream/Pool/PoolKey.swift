internal import Crypto
internal import HTTP

/// What TLS connections of one pool have in common. Only the identity of their settings, so that a pool keeps no private key
/// alive; those of plain connections are keyed by their origin alone.
struct PoolKey: Hashable {
    let origin: Origin
    let settings: Digest256
}
