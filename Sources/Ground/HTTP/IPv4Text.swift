/// IPv4 addresses as text: four decimal numbers without leading zeros, nothing else.
enum IPv4Text {
    static func parse(_ text: Span<UInt8>) -> UInt32? {
        guard text.count >= 7, text.count <= 15 else { return nil }
        var address: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in text.indices {
            let byte = text[index]
            if byte == 0x2E {
                guard digits > 0, dots < 3 else { return nil }
                address = address &<< 8 | octet
                dots += 1
                octet = 0
                digits = 0
            } else {
                guard ByteClass.isDigit(byte), digits < 3, digits == 0 || octet > 0 else { return nil }
                octet = octet &* 10 &+ UInt32(byte &- 0x30)
                guard octet <= 255 else { return nil }
                digits += 1
            }
        }
        return digits > 0 && dots == 3 ? address &<< 8 | octet : nil
    }
}
