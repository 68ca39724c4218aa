internal import Crypto

/// The uid of a user, a service account or a team: 14 of `a` to `z` and `0` to `9`, a letter first.
enum PrincipalUID {
    private static let letters = 26
    private static let characters = 36
    private static let length = 14

    static func make() -> String {
        var uid = ""
        while uid.utf8.count < length {
            let limit = uid.isEmpty ? letters : characters
            // 252 and 234 are the largest multiples in a byte: every character is as likely as any other.
            for byte in SecureRandom.bytes(1) where Int(byte) < 256 / limit * limit {
                uid.unicodeScalars.append(character(Int(byte) % limit))
            }
        }
        return uid
    }

    private static func character(_ index: Int) -> Unicode.Scalar {
        let base = index < letters ? UInt8(ascii: "a") + UInt8(index) : UInt8(ascii: "0") + UInt8(index - letters)
        return Unicode.Scalar(base)
    }
}
