internal import Bytes

/// The host of a data source's URL in its one canonical form.
enum HostText {
    static let nameBytesMax = 253
    static let labelBytesMax = 63

    /// Reads the host at the start of `authority` (no userinfo); says where its port, if any, begins.
    static func parse(_ authority: Span<UInt8>) throws(SourceURLError) -> (host: String, end: Int) {
        guard authority.count > 0, authority[0] != 0x3A else { throw .noHost }
        if authority[0] == 0x5B { return try literal(authority) }
        let end = authority.firstOffset(of: 0x3A) ?? authority.count
        let name = authority.extracting(0..<end)
        try checkName(name)
        guard let host = lowercased(name) else { throw .badHost }
        return (host, end)
    }

    private static func literal(_ authority: Span<UInt8>) throws(SourceURLError) -> (host: String, end: Int) {
        guard let end = authority.firstOffset(of: 0x5D) else { throw .badIPv6 }
        guard let groups = IPv6Text.parse(authority.extracting(1..<end)) else { throw .badIPv6 }
        return (IPv6Text.text(groups), end + 1)
    }

    private static func checkName(_ name: Span<UInt8>) throws(SourceURLError) {
        guard name.count <= nameBytesMax else { throw .badHost }
        var labelStart = 0
        for index in 0...name.count where index == name.count || name[index] == 0x2E {
            try checkLabel(name.extracting(labelStart..<index))
            if index < name.count { labelStart = index + 1 }
        }
        // A name whose last label reads as a number is an address to some resolvers, whatever the labels before it are.
        if isNumber(name.extracting(labelStart..<name.count)), IPv4Text.parse(name) == nil { throw .badIPv4 }
    }

    /// Letters, digits, hyphens inside, underscores. An A-label that would decode to plain ASCII ends in a hyphen and falls here.
    private static func checkLabel(_ label: Span<UInt8>) throws(SourceURLError) {
        guard label.count > 0, label.count <= labelBytesMax else { throw .badHost }
        guard label[0] != 0x2D, label[label.count - 1] != 0x2D else { throw .badHost }
        for index in label.indices {
            let byte = label[index]
            guard ByteClass.isLetter(byte) || ByteClass.isDigit(byte) || byte == 0x2D || byte == 0x5F else {
                throw .badHost
            }
        }
    }

    /// All digits, or `0x` and hexadecimal digits.
    private static func isNumber(_ label: Span<UInt8>) -> Bool {
        let isHexadecimal = label.count >= 2 && label[0] == 0x30 && label[1] | 0x20 == 0x78
        for index in (isHexadecimal ? 2 : 0)..<label.count {
            guard isHexadecimal ? ByteClass.hexadecimal(label[index]) != nil : ByteClass.isDigit(label[index]) else {
                return false
            }
        }
        return true
    }

    private static func lowercased(_ name: Span<UInt8>) -> String? {
        var lower = name.copy()
        for index in lower.indices { lower[index] = lower[index].lowercasedASCII }
        return lower.span.validatedString()
    }
}
