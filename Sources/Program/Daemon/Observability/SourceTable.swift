/// The meters of data sources by id: open addressing, because every proxied call looks here and the general dictionary's hash
/// costs more than all else that a call counts.
struct SourceTable {
    /// Twice what is in it, at least, so that a look ends soon; a power of two.
    private var slots: [(id: Int64, meters: SourceMeters)?] = Array(repeating: nil, count: 16)
    private var count = 0

    subscript(id: Int64) -> SourceMeters? {
        var index = place(of: id)
        while let slot = slots[index] {
            if slot.id == id { return slot.meters }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a source that is not there.
    mutating func insert(_ meters: SourceMeters, for id: Int64) {
        if (count + 1) * 2 > slots.count { grow() }
        put(meters, for: id)
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: nil, count: old.count * 2)
        for case .some(let slot) in old { put(slot.meters, for: slot.id) }
    }

    private mutating func put(_ meters: SourceMeters, for id: Int64) {
        var index = place(of: id)
        while slots[index] != nil { index = (index + 1) & (slots.count - 1) }
        slots[index] = (id, meters)
    }

    /// Fibonacci hashing: ids follow each other, and the product's high bits spread them.
    private func place(of id: Int64) -> Int {
        let product = UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product >> 32) & (slots.count - 1)
    }
}
