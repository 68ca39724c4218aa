internal import Crypto

/// Password pairs that were found right a short while ago, under a keyed hash: what is kept tells nobody a password,
/// not even one guessed from a dump without the key, which lives in this process only.
///
/// Holds at most `entriesMax`; the oldest makes room. An entry counts for `seconds` and for the password hash that it
/// was checked against: a changed password, a disabled or deleted account ends it at once.
struct RememberedPasswords: ~Copyable {
    static let seconds: Int64 = 60
    static let entriesMax = 1024

    private struct Entry {
        let userID: Int64
        let passwordHash: PasswordHash
        let until: Int64
    }

    private let key = SecretBytes(randomCount: 32)
    private var entries: [Digest256: Entry] = [:]
    private var order: [Digest256] = []
    private var oldest = 0

    /// Whether the pair, as `login:password`, was right within the last minute and still would be.
    func contains(_ pair: Span<UInt8>, of user: UserRecord, now: Int64) -> Bool {
        guard !entries.isEmpty, let entry = entries[HMACSHA256.code(pair, key: key)] else { return false }
        return now < entry.until && entry.userID == user.id && entry.passwordHash == user.passwordHash
            && !user.isDisabled
    }

    mutating func insert(_ pair: Span<UInt8>, of user: UserRecord, now: Int64) {
        let code = HMACSHA256.code(pair, key: key)
        let (until, overflow) = now.addingReportingOverflow(Self.seconds)
        let entry = Entry(userID: user.id, passwordHash: user.passwordHash, until: overflow ? now : until)
        guard entries.updateValue(entry, forKey: code) == nil else { return }
        guard order.count == Self.entriesMax else { return order.append(code) }
        entries[order[oldest]] = nil
        order[oldest] = code
        oldest = (oldest + 1) % Self.entriesMax
    }
}
