/// A dictionary for immutable snapshots: changing one key of a copy costs in proportion to one shard, not to the whole.
///
/// The keys are spread over 1,024 dictionaries. A copy shares all of them; a change copies the spine (8 KiB) and the
/// one dictionary that it touches, about a hundred entries of 100,000.
public struct SnapshotMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private static var shardCount: Int { 1024 }

    private var shards: [[Key: Value]]
    public private(set) var count = 0

    public init() { shards = Array(repeating: [:], count: Self.shardCount) }

    public subscript(key: Key) -> Value? {
        get { shards[Self.shard(of: key)][key] }
        set {
            let shard = Self.shard(of: key)
            let old =
                if let newValue { shards[shard].updateValue(newValue, forKey: key) } else {
                    shards[shard].removeValue(forKey: key)
                }
            count += (newValue == nil ? 0 : 1) - (old == nil ? 0 : 1)
        }
    }

    /// Every value, in no order.
    public var values: [Value] { shards.flatMap(\.values) }

    /// The dictionary behind a shard hashes anew, so a shard's keys share nothing but ten bits of another hash.
    private static func shard(of key: Key) -> Int { key.hashValue & (shardCount - 1) }
}
