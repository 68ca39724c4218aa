import Foundation
import TestSupport

/// One case of `Fixtures/odd-requests.tsv`: bytes that a proxy has to refuse, or to pass on so that nobody can misread them.
struct OddRequest: Sendable {
    let group: String
    let name: String
    /// What a strict reader may find in it at most.
    let requestsMax: Int
    private let text: String

    var title: String { "\(group): \(name)" }

    /// The bytes end in the middle of a request.
    var isCut: Bool { group == "cut" }

    static func all() throws -> [OddRequest] {
        let file = Repository.path("Tests/HeadgateTests/Fixtures/odd-requests.tsv")
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 4, let count = Int(parts[2]) else {
                    throw TestSupportError.unexpected("a case that is not four fields: \(line.prefix(80))")
                }
                return OddRequest(group: parts[0], name: parts[1], requestsMax: count, text: parts[3])
            }
    }

    /// The bytes, for a source at `path` and a caller with `authorization`.
    func bytes(path: String, authorization: String) -> [UInt8] {
        let field = "Authorization: \(authorization)"
        let plain = text.replacing("{P}", with: path).replacing("{H}", with: "Host: h\\r\\n\(field)\\r\\n")
            .replacing("{A}", with: field)
        return Self.repeated(Self.unescaped(Array(plain.utf8)))
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\"), index + 1 < text.count else {
                bytes.append(text[index])
                index += 1
                continue
            }
            index += 2
            switch text[index - 1] {
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: text[index..<index + 2], as: UTF8.self), radix: 16) ?? 0)
                index += 2
            default: bytes.append(text[index - 1])
            }
        }
        return bytes
    }

    /// `{text*N}` as N times the text; the cases hold no other `*N}`.
    private static func repeated(_ bytes: [UInt8]) -> [UInt8] {
        guard let end = end(ofRepetitionIn: bytes) else { return bytes }
        let head = bytes[..<end.open]
        let tail = bytes[(end.close + 1)...]
        let unit = bytes[(end.open + 1)..<end.star]
        return head + Array(repeating: unit, count: end.count).flatMap { $0 } + tail
    }

    private static func end(ofRepetitionIn bytes: [UInt8]) -> (open: Int, star: Int, close: Int, count: Int)? {
        for open in bytes.indices where bytes[open] == UInt8(ascii: "{") {
            guard let close = bytes[open...].firstIndex(of: UInt8(ascii: "}")),
                let star = bytes[open..<close].lastIndex(of: UInt8(ascii: "*")),
                let count = Int(String(decoding: bytes[(star + 1)..<close], as: UTF8.self))
            else { continue }
            return (open, star, close, count)
        }
        return nil
    }
}
