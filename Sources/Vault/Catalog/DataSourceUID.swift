internal import Crypto

/// The short name that a source is addressed by, unique in its organisation.
///
/// No word is reserved: every route says by a word of its own whether an id, a uid or a name follows, so a source may
/// be called `proxy` or `uid` and is still one row, addressed by equality and never by a pattern.
public enum DataSourceUID {
    public static let bytesMax = 40
    private static let madeCharacters = 14

    /// 1 to 40 letters, digits, `-` and `_`.
    public static func isValid(_ uid: String) -> Bool {
        let bytes = uid.utf8
        return !bytes.isEmpty && bytes.count <= bytesMax && bytes.allSatisfy(isAllowed)
    }

    /// A fresh one: a letter, then letters and digits, lower case, with some 70 random bits. A letter first, so that no
    /// tool takes it for a number.
    static func make() -> String {
        var text = [UInt8(ascii: "a") + UInt8(truncatingIfNeeded: SecureRandom.uint64() % 6)]
        while text.count < madeCharacters {
            for byte in SecureRandom.bytes(madeCharacters) where byte < 252 && text.count < madeCharacters {
                let digit = byte % 36
                text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + (digit - 10))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
