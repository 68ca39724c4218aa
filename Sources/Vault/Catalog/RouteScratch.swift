internal import Bytes

/// Room to put credentials together in, outside of core dumps and wiped after each use; shared by many routes made in a
/// row.
struct RouteScratch: ~Copyable {
    /// What is to be encoded.
    var plain = ByteBuffer(kind: .confidential)
    /// The line under construction.
    var line = ByteBuffer(kind: .confidential)
}
