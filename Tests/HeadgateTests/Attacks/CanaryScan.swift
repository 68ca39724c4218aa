import Foundation
import TestSupport
import Testing

/// Looks for secrets, in every form that they are written in, in what a server gave away: answers, its output, its
/// database.
enum CanaryScan {
    /// As it is, in base64 of any alignment, in hexadecimal, percent-encoded, and with JSON's escapes.
    static func forms(of secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        let hexadecimal = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        let lower = hexadecimal.joined()
        let percent = hexadecimal.map { "%" + $0 }.joined()
        let escaped = hexadecimal.map { "\\u00" + $0 }.joined()
        let partly = bytes.map { byte -> String in
            let isPlain = byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }
        let texts = [lower, lower.uppercased(), percent, percent.uppercased(), escaped, partly.joined()]
        return ByteSearch.disguises(of: secret) + texts.map { Array($0.utf8) }
    }

    static func expectNone(
        of secrets: [String], in bytes: [UInt8], _ place: String, at location: SourceLocation = #_sourceLocation
    ) {
        for secret in secrets {
            for form in forms(of: secret) where ByteSearch.bytes(bytes, contain: form) {
                Issue.record(
                    "\(secret) as \(String(decoding: form, as: UTF8.self)) in \(place)", sourceLocation: location)
            }
        }
    }

    /// Every file of a data directory but the key.
    static func expectNone(of secrets: [String], inFilesOf directory: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(names.contains { $0.hasSuffix(".db") })
        for name in names where !name.hasSuffix(".key") {
            let data = FileManager.default.contents(atPath: directory + "/" + name) ?? Data()
            expectNone(of: secrets, in: Array(data), name)
        }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        self &- 48 < 10 || (self | 32) &- 97 < 26
    }
}
