internal import Bytes
public import JSON

/// Which of the caller's cookies an upstream may see: none but those that the source's jsonData `keepCookies` names.
/// `pre[]` names all that begin with `pre`, `[]` all. The login cookie is never kept.
public struct KeepCookies: Sendable {
    /// A session of ours, and what Grafana's front end keeps beside it.
    private static var loginCookie: StaticString { "grafana_session" }

    private let names: [[UInt8]]
    private let prefixes: [[UInt8]]

    public init(jsonData: JSONValue) {
        let entries = (jsonData["keepCookies"]?.arrayValue ?? []).compactMap(\.stringValue)
        names = entries.filter { !$0.hasSuffix("[]") }.map { Array($0.utf8) }
        prefixes = entries.filter { $0.hasSuffix("[]") }.map { Array($0.utf8.dropLast(2)) }
    }

    public var isEmpty: Bool { names.isEmpty && prefixes.isEmpty }

    /// Names are compared byte by byte, as cookies are; the login cookie in any case of letters.
    public func keeps(_ name: Span<UInt8>) -> Bool {
        guard !isEmpty, !name.equalsIgnoringCase(Self.loginCookie) else { return false }
        for kept in names where name.equals(kept.span) { return true }
        for prefix in prefixes where name.count >= prefix.count {
            if name.extracting(0..<prefix.count).equals(prefix.span) { return true }
        }
        return false
    }
}
