/// CRC-32 as in IEEE 802.3 (reflected, polynomial 0xEDB88320). A checksum against typing errors, not against anybody.
enum CRC32 {
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
        return ~register
    }
}
