/// Ids for lines, the same whenever the same line is asked for: its time, a hash of text and labels, and a number where both occur again.
struct LokiLineIDs {
    private(set) var ids: [String?] = []
    private var seen: [String: Int] = [:]

    mutating func append(_ time: String, line: String, labels: [UInt8]) {
        var hash = FNV1Hash()
        for byte in line.utf8 { hash.add(byte) }
        hash.add(UInt8(ascii: "_"))
        for byte in labels { hash.add(byte) }
        let id = time + "_" + String(hash.value, radix: 16)
        let count = seen[id, default: 0]
        seen[id] = count + 1
        ids.append(count == 0 ? id : "\(id)_\(count)")
    }
}

/// The 32 bit FNV-1 hash (draft-eastlake-fnv section 2).
private struct FNV1Hash {
    private(set) var value: UInt32 = 0x811C_9DC5

    mutating func add(_ byte: UInt8) { value = (value &* 0x0100_0193) ^ UInt32(byte) }
}
