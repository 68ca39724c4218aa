internal import Bytes
internal import Crypto

/// Where Grafana would show a picture. Nothing is there; clients want the field.
enum AvatarPath {
    static func text(for name: String) -> String {
        let digits = SHA256.digest(name.utf8.span).bytes.prefix(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "/avatar/" + digits.joined()
    }
}
