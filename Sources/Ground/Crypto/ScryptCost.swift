/// What one scrypt derivation costs. A value of this type is affordable: its bounds are checked where it is made, because it may
/// come out of a stored password hash that somebody changed.
public struct ScryptCost: Sendable, Equatable {
    /// 256 MiB: eight times what `standard` takes.
    public static let memoryBytesMax = 256 * 1024 * 1024
    /// In units of N·r·p: 16 times what `standard` takes, about 1.5 s.
    public static let workMax = 1 << 22

    /// N = 32768, r = 8, p = 1: 32 MiB and about 0.1 s. OWASP asks for three times that (p = 3).
    public static let standard = ScryptCost(checkedLogN: 15, blockSize: 8, parallelism: 1)

    /// The base 2 logarithm of N.
    public let logN: Int
    /// r, in units of 128 bytes.
    public let blockSize: Int
    /// p.
    public let parallelism: Int

    /// Nothing unless 1...20, 1...32, 1...16 and the memory and work bounds hold.
    public init?(logN: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(logN), (1...32).contains(blockSize), (1...16).contains(parallelism) else { return nil }
        self.init(checkedLogN: logN, blockSize: blockSize, parallelism: parallelism)
        guard memoryBytes <= Self.memoryBytesMax, (blockSize << logN) * parallelism <= Self.workMax else { return nil }
    }

    private init(checkedLogN logN: Int, blockSize: Int, parallelism: Int) {
        self.logN = logN
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// What OpenSSL takes while it derives: 128·r·(N + 2) for the vector, 128·r·p for the blocks.
    var memoryBytes: Int { 128 * blockSize * ((1 << logN) + 2 + parallelism) }
}
