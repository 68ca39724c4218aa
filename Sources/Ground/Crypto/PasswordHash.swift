internal import Bytes

/// A password as it is stored: `$scrypt$ln=15,r=8,p=1$SALT$HASH` (the PHC string format; base64 without padding).
///
/// The text names its algorithm and cost, so both may change while old hashes still match; `cost` says when to make a new one.
public struct PasswordHash: Sendable, Equatable {
    /// The longest text worth reading: 64 bytes each of salt and hash.
    public static let textBytesMax = 256

    public let text: String
    public let cost: ScryptCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// With 16 fresh bytes of salt. Takes as long as `cost` says: never on a loop.
    public static func make(
        password: Span<UInt8>, cost: ScryptCost = .standard
    ) throws(CryptoError) -> PasswordHash {
        let salt = SecureRandom.bytes(16)
        let derived = try Scrypt.derive(password: password, salt: salt.span, cost: cost, count: 32)
        return PasswordHash(cost: cost, salt: salt, hash: derived.withSpan { $0.copy() })
    }

    /// A stored text. Nothing when it is not exactly in the form above, or its cost is beyond `ScryptCost`'s bounds.
    public init?(text: String) {
        guard text.utf8.count <= Self.textBytesMax else { return nil }
        let fields = text.utf8.split(separator: 0x24, omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1].elementsEqual("scrypt".utf8),
            let cost = Self.cost(fields[2]),
            let salt = Base64.decode(Array(fields[3]).span), (8...64).contains(salt.count),
            let hash = Base64.decode(Array(fields[4]).span), (16...64).contains(hash.count)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
        // One text for one hash: padding, a leading zero or a changed order would be another.
        guard Array(self.text.utf8) == Array(text.utf8) else { return nil }
    }

    private init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
        let costs = "ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)"
        text = "$scrypt$\(costs)$\(Self.unpadded(salt))$\(Self.unpadded(hash))"
    }

    /// In the same time whatever differs. A machine that has not the memory to find out counts as no.
    public func matches(password: Span<UInt8>) -> Bool {
        let derived = try? Scrypt.derive(password: password, salt: salt.span, cost: cost, count: hash.count)
        return derived?.withSpan { constantTimeEquals($0, hash.span) } ?? false
    }

    private static func cost(_ field: Substring.UTF8View) -> ScryptCost? {
        let parts = field.split(separator: 0x2C, omittingEmptySubsequences: false)
        guard parts.count == 3, let logN = number(parts[0], after: "ln="),
            let blockSize = number(parts[1], after: "r="),
            let parallelism = number(parts[2], after: "p=")
        else { return nil }
        return ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism)
    }

    private static func number(_ part: Substring.UTF8View, after name: String) -> Int? {
        guard part.starts(with: name.utf8) else { return nil }
        return Int(Substring(part.dropFirst(name.utf8.count)))
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes.span).prefix { $0 != "=" })
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<sealed>" }
    public var debugDescription: String { "<sealed>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
