/// The first packet of a MySQL server (protocol 10: `HandshakeV10`, or `ERR_Packet`).
enum MySQLGreeting: Equatable {
    case welcome(version: String)
    /// The server lets nobody in from here.
    case refusal(String)

    /// The packet that `bytes` begin with is there to its end (its length stands before it, in three bytes), or it can be none.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4 else { return false }
        return bytes[3] != 0 || bytes.count - 4 >= Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
    }

    /// Nothing for bytes that are no such packet.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 6, bytes[3] == 0 else { return nil }
        let length = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
        let payload = bytes.dropFirst(4).prefix(length)
        guard length >= 2, let kind = payload.first else { return nil }
        switch kind {
        case 10:
            let version = payload.dropFirst().prefix { $0 != 0 }
            guard !version.isEmpty, version.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            self = .welcome(version: String(decoding: version.prefix(100), as: UTF8.self))
        case 0xFF: self = .refusal(String(decoding: payload.dropFirst(3).prefix(300), as: UTF8.self))
        default: return nil
        }
    }
}
