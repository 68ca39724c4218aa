internal import Crypto

/// Makes tokens in the two shapes that Grafana's clients hold.
public enum TokenIssuer {
    /// 32 characters of 62 carry 190 random bits.
    static let secretCharacters = 32

    public static func make(_ shape: TokenRecord.Shape, name: String, orgID: Int64) -> IssuedToken {
        switch shape {
        case .apiKey: IssuedToken(text: keyText(secret: makeSecret(), name: name, orgID: orgID))
        case .serviceAccount: IssuedToken(text: serviceAccountText(secret: makeSecret()))
        }
    }

    /// Base64 of `{"k":secret,"n":name,"id":orgID}`, as `POST /api/auth/keys` of Grafana 9 answers.
    static func keyText(secret: String, name: String, orgID: Int64) -> String {
        let text = "{\"k\":\"\(secret)\",\"n\":\"\(escaped(name))\",\"id\":\(orgID)}"
        return Base64.encode(text.utf8.span)
    }

    /// `glsa_SECRET_CHECKSUM`; the checksum is the CRC-32 of what precedes its underscore, its low byte first, in hex.
    static func serviceAccountText(secret: String) -> String {
        let body = "glsa_\(secret)"
        let checksum = CRC32.checksum(body.utf8)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32($0 * 8)) }
        return body + "_" + bytes.map(hexadecimal).joined()
    }

    /// Alphanumerics without bias: a random byte beyond the last multiple of 62 is thrown away.
    private static func makeSecret() -> String {
        var secret: [UInt8] = []
        secret.reserveCapacity(secretCharacters)
        while secret.count < secretCharacters {
            for byte in SecureRandom.bytes(secretCharacters) where byte < 248 && secret.count < secretCharacters {
                secret.append(alphanumeric(byte % 62))
            }
        }
        return String(decoding: secret, as: UTF8.self)
    }

    private static func alphanumeric(_ index: UInt8) -> UInt8 {
        switch index {
        case 0..<10: UInt8(ascii: "0") + index
        case 10..<36: UInt8(ascii: "A") + (index - 10)
        default: UInt8(ascii: "a") + (index - 36)
        }
    }

    /// A name inside a JSON string, with Go's escapes.
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}": text += unicodeEscape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
        "\\u" + hexadecimal(UInt8(truncatingIfNeeded: scalar.value >> 8))
            + hexadecimal(UInt8(truncatingIfNeeded: scalar.value))
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
