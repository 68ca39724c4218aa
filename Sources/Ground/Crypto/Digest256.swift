/// The 32 bytes of a SHA-256 digest or code, held as four words so that it costs no allocation as a dictionary's key.
public struct Digest256: Hashable, Sendable {
    public static let byteCount = 32

    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// Big-endian words: word 0 holds the first eight bytes.
    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// Nothing unless there are exactly 32 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        word0 = Self.word(bytes, at: 0)
        word1 = Self.word(bytes, at: 8)
        word2 = Self.word(bytes, at: 16)
        word3 = Self.word(bytes, at: 24)
    }

    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Self.byteCount)
        for word in [word0, word1, word2, word3] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return result
    }

    /// 64 digits, lower case.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Takes the same time whatever the bytes are.
    public static func == (a: Digest256, b: Digest256) -> Bool {
        (a.word0 ^ b.word0) | (a.word1 ^ b.word1) | (a.word2 ^ b.word2) | (a.word3 ^ b.word3) == 0
    }

    /// The first word is as evenly spread as all of them.
    public func hash(into hasher: inout Hasher) { hasher.combine(word0) }

    private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in offset..<offset + 8 { word = word << 8 | UInt64(bytes[index]) }
        return word
    }
}
