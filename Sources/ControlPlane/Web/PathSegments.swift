internal import Bytes

/// The segments of an escaped path, as offsets into it.
///
/// `/a/b` and `/a/b/` have the same two: one slash at the end is forgiven, as Grafana does. Any other empty segment refuses the
/// path: doubled slashes meet no endpoint, so that nobody downstream of us can read such a path another way.
enum PathSegments {
    /// More than any endpoint has; a longer path meets none.
    static let countMax = 16

    /// Nothing when the path is not absolute, has an empty segment or too many.
    static func split(_ path: Span<UInt8>) -> [Range<Int>]? {
        let (segments, isWhole) = cut(path)
        return isWhole ? segments : nil
    }

    /// The segments up to the first empty one, or the last that counts; `isWhole` when they are all there is.
    static func cut(_ path: Span<UInt8>) -> (segments: [Range<Int>], isWhole: Bool) {
        let slash = UInt8(ascii: "/")
        guard path.count > 1, path[0] == slash else { return ([], false) }
        let end = path[path.count - 1] == slash ? path.count - 1 : path.count
        var segments: [Range<Int>] = []
        segments.reserveCapacity(8)
        var start = 1
        while start <= end {
            let next = min(path.firstOffset(of: slash, from: start) ?? end, end)
            guard next > start, segments.count < countMax else { return (segments, false) }
            segments.append(start..<next)
            start = next + 1
        }
        return (segments, true)
    }

    /// Every `%` is followed by two hexadecimal digits (RFC 3986 section 2.1).
    static func hasSoundEscapes(_ path: Span<UInt8>) -> Bool {
        var index = path.firstOffset(of: UInt8(ascii: "%"))
        while let escape = index {
            guard escape + 2 < path.count, isHexadecimal(path[escape + 1]), isHexadecimal(path[escape + 2]) else {
                return false
            }
            index = path.firstOffset(of: UInt8(ascii: "%"), from: escape + 3)
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte.lowercasedASCII &- 0x61 < 6
    }
}
