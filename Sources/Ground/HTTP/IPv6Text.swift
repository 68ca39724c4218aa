internal import Bytes

/// IPv6 addresses as text (RFC 4291 2.2): read strictly, written in the one form of RFC 5952. No zone ids.
enum IPv6Text {
    /// The eight groups of an address.
    static func parse(_ text: Span<UInt8>) -> [UInt16]? {
        guard text.count >= 2, text.count <= 45 else { return nil }
        var groups: [UInt16] = []
        var gap: Int?
        var index = 0
        if text[0] == 0x3A {
            guard text[1] == 0x3A else { return nil }
            gap = 0
            index = 2
        }
        while index < text.count {
            guard groups.count < 8 else { return nil }
            var end = index
            while end < text.count, text[end] != 0x3A { end &+= 1 }
            let piece = text.extracting(index..<end)
            if end == text.count, piece.firstOffset(of: 0x2E) != nil {
                guard let address = IPv4Text.parse(piece), groups.count <= 6 else { return nil }
                groups.append(UInt16(truncatingIfNeeded: address >> 16))
                groups.append(UInt16(truncatingIfNeeded: address))
                break
            }
            guard let group = group(piece) else { return nil }
            groups.append(group)
            if end == text.count { break }
            index = end &+ 1
            guard index < text.count else { return nil }
            if text[index] == 0x3A {
                guard gap == nil else { return nil }
                gap = groups.count
                index &+= 1
            }
        }
        return filled(groups, gap)
    }

    /// 1 to 4 hexadecimal digits.
    private static func group(_ digits: Span<UInt8>) -> UInt16? {
        guard digits.count > 0, digits.count <= 4 else { return nil }
        var number: UInt16 = 0
        for index in digits.indices {
            guard let digit = ByteClass.hexadecimal(digits[index]) else { return nil }
            number = number &<< 4 | UInt16(digit)
        }
        return number
    }

    private static func filled(_ groups: [UInt16], _ gap: Int?) -> [UInt16]? {
        guard let gap else { return groups.count == 8 ? groups : nil }
        guard groups.count < 8 else { return nil }
        return groups[..<gap] + [UInt16](repeating: 0, count: 8 - groups.count) + groups[gap...]
    }

    /// Lower case, the longest run of two or more zero groups as `::`.
    static func text(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = end + 1
        }
        func joined(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if best.isEmpty { return joined(groups[...]) }
        return joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
    }
}
