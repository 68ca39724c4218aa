internal import Crypto

/// A password that nobody chose: 24 characters of 62, 142 random bits, easy to copy.
enum RandomPassword {
    private static let characters = 24

    static func make() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var password = ""
        while password.count < characters {
            for byte in SecureRandom.bytes(characters) where byte < 248 && password.count < characters {
                // 248 is the largest multiple of 62 in a byte: every character is as likely as any other.
                password.append(alphabet[Int(byte) % alphabet.count])
            }
        }
        return password
    }
}
