import Foundation

/// Looks for a secret in what a server left behind.
public enum ByteSearch {
    /// `needle` as it is, in base64 and URL-safe base64 at each of the three alignments: a credential inside `user:password`
    /// shows up shifted.
    public static func disguises(of needle: String) -> [[UInt8]] {
        let bytes = Array(needle.utf8)
        var found = [bytes]
        for shift in 0..<3 {
            let padded = [UInt8](repeating: 0, count: shift) + bytes
            // The characters that the neighbours of the needle influence are cut off at both ends.
            let whole = padded.count / 3 * 3
            let text = Data(padded.prefix(whole)).base64EncodedString().dropFirst(shift == 0 ? 0 : 4)
            found.append(Array(text.utf8))
            found.append(
                text.utf8.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                })
        }
        return found
    }

    public static func file(_ path: String, contains needle: [UInt8]) throws -> Bool {
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        return data.range(of: Data(needle)) != nil
    }

    public static func bytes(_ bytes: [UInt8], contain needle: [UInt8]) -> Bool {
        Data(bytes).range(of: Data(needle)) != nil
    }
}
