internal import Crypto

/// A uid within an organisation, as a dictionary's key of fixed size: made from bytes without allocating.
///
/// It hashes as one word that is mixed once from all of it, with factors that differ from process to process, so that
/// nobody can choose uids that collide.
struct RouteUIDKey: Hashable, Sendable {
    private let orgID: Int64
    private let count: Int
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64
    private let word4: UInt64
    private let mixed: UInt64

    private static let factors = (SecureRandom.uint64() | 1, SecureRandom.uint64() | 1, SecureRandom.uint64() | 1)

    /// Nothing for what is longer than any uid.
    init?(orgID: Int64, uid: Span<UInt8>) {
        guard uid.count <= DataSourceUID.bytesMax else { return nil }
        self.orgID = orgID
        count = uid.count
        word0 = Self.word(uid, from: 0)
        word1 = Self.word(uid, from: 8)
        word2 = Self.word(uid, from: 16)
        word3 = Self.word(uid, from: 24)
        word4 = Self.word(uid, from: 32)
        let factors = Self.factors
        mixed =
            Self.fold(word0 ^ factors.0, word1 ^ factors.1) ^ Self.fold(word2 ^ factors.1, word3 ^ factors.2)
            ^ Self.fold(word4 ^ factors.2, UInt64(bitPattern: orgID) ^ factors.0)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(mixed) }

    /// Both halves of the product, one over the other.
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// Up to eight bytes; what is missing counts as 0, which `count` tells from a byte 0.
    private static func word(_ bytes: Span<UInt8>, from start: Int) -> UInt64 {
        var word: UInt64 = 0
        var index = start
        let end = min(start + 8, bytes.count)
        while index < end {
            word = word << 8 | UInt64(bytes[index])
            index += 1
        }
        return word
    }
}
