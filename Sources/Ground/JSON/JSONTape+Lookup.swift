internal import Bytes

extension JSONTape {
    /// The value of the member with these bytes as its key; `index` is an object.
    func member(_ key: Span<UInt8>, of index: Int, in bytes: Span<UInt8>) -> Int? {
        var candidate = index + 1
        while candidate < entries[index].next {
            if isKey(candidate, key, in: bytes) { return candidate + 1 }
            candidate = Int(entries[candidate + 1].next)
        }
        return nil
    }

    private func isKey(_ index: Int, _ key: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
        let entry = entries[index]
        guard entry.isEscaped else { return bytes.extracting(entry.inside).equals(key) }
        var mine = UnescapedScalars(entry.inside, isEscaped: true)
        var theirs = UnescapedScalars(0..<key.count, isEscaped: false)
        while let scalar = mine.next(in: bytes) {
            if theirs.next(in: key) != scalar { return false }
        }
        return theirs.next(in: key) == nil
    }

    /// The same for an ASCII key whose letters may be of either case. When several match and none is exact, the last
    /// one counts, as in Go's `encoding/json`.
    func memberIgnoringCase(_ key: Span<UInt8>, of index: Int, in bytes: Span<UInt8>) -> Int? {
        if let exact = member(key, of: index, in: bytes) { return exact }
        var found: Int?
        var candidate = index + 1
        while candidate < entries[index].next {
            if isKeyIgnoringCase(candidate, key, in: bytes) { found = candidate + 1 }
            candidate = Int(entries[candidate + 1].next)
        }
        return found
    }

    private func isKeyIgnoringCase(_ index: Int, _ key: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
        let entry = entries[index]
        guard entry.inside.count >= key.count else { return false }
        var scalars = UnescapedScalars(entry.inside, isEscaped: entry.isEscaped)
        var offset = 0
        while let scalar = scalars.next(in: bytes) {
            guard offset < key.count, Self.folded(scalar) == key[offset].lowercasedASCII else { return false }
            offset += 1
        }
        return offset == key.count
    }

    /// The lower case ASCII letter that Unicode's simple folding takes for the same: the long s and the Kelvin sign
    /// count too. Other characters outside ASCII are nothing.
    private static func folded(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x17F: UInt8(ascii: "s")
        case 0x212A: UInt8(ascii: "k")
        default: UInt8(exactly: scalar).flatMap { $0 < 0x80 ? $0.lowercasedASCII : nil }
        }
    }
}
