/// An endpoint's path as it is written in the list of endpoints: `/api/datasources/uid/:uid`.
///
/// A segment is static text, compared byte for byte with the segment as it was sent, or a parameter `:name`, which takes any one
/// segment that is not empty. The last segment may be `*`: everything that follows, escaped as it was sent, or nothing.
public struct RoutePattern: Sendable, Equatable, ExpressibleByStringLiteral {
    public enum Segment: Sendable, Equatable {
        case text([UInt8])
        case parameter(String)
        case rest
    }

    public let segments: [Segment]

    /// Written by us, so a pattern without a leading slash or with an empty segment is a bug and stops.
    public init(stringLiteral text: String) {
        precondition(text.utf8.first == UInt8(ascii: "/"), "a route begins with a slash")
        segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { segment in
            precondition(!segment.isEmpty && segment != ":", "a route has no empty segment")
            if segment == "*" { return .rest }
            return segment.first == ":" ? .parameter(String(segment.dropFirst())) : .text(Array(segment.utf8))
        }
        precondition(!segments.dropLast().contains(.rest), "nothing follows the rest of a path")
    }

    /// As it was written.
    public var text: String {
        segments.map { segment in
            switch segment {
            case .text(let text): "/" + String(decoding: text, as: UTF8.self)
            case .parameter(let name): "/:" + name
            case .rest: "/*"
            }
        }.joined()
    }
}
