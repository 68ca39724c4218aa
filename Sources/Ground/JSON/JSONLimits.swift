/// What the reader is willing to hold of one text. Duplicate keys are refused whatever the limits.
public struct JSONLimits: Sendable {
    /// Arrays and objects inside one another, inclusive. Values above `depthCeiling` count as that.
    public var depthMax: Int
    /// Length of the text in bytes, inclusive. Texts of 4 GiB and more are always refused: offsets are 32 bits.
    public var bytesMax: Int
    /// Values and keys together, inclusive; each costs 16 bytes while the text is read.
    public var nodesMax: Int

    /// Owned values are built, compared, written and freed by recursion, a few hundred bytes of stack a level: this many
    /// levels fit the smallest thread stack in use (512 KiB).
    static let depthCeiling = 512

    /// The defaults fit the largest body of the API, 2 MiB, with 100,000 members in it.
    public init(depthMax: Int = 64, bytesMax: Int = 2 << 20, nodesMax: Int = 1 << 18) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.nodesMax = nodesMax
    }
}
