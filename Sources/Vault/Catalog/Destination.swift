internal import JSON

/// Where a source's secrets go, and in what: everything that decides who gets to see them.
///
/// `basicAuthUser` and `user` are not part of it: another user name sends no secret to anybody who did not have it.
struct Destination {
    /// What jsonData says about the way there. A value that is absent, null, false or "" is the same.
    private static let settingNames = [
        "tlsSkipVerify", "tlsAuth", "tlsAuthWithCACert", "serverName", "sslmode", "encrypt", "tlsConfigurationMethod",
        "endpoint",
        "tokenUri",
    ]

    let url: String
    let type: String
    let access: String
    private let settings: [String: JSONValue]
    private let headerNames: [Int: String]
    private let isBound: Bool

    init(_ source: DataSource) {
        url = source.url
        type = source.type
        access = source.access
        var settings: [String: JSONValue] = [:]
        for name in Self.settingNames {
            guard let value = source.jsonData[name], !Self.isUnset(value) else { continue }
            settings[name] = value
        }
        self.settings = settings
        let headers = CustomHeaders(source.jsonData).headers.map { ($0.number, $0.name.lowercased()) }
        headerNames = Dictionary(headers) { first, _ in first }
        isBound = source.jsonData["bindSecretsToDestination"]?.boolValue ?? false
    }

    /// The source itself asks that its secrets be bound.
    var bindsSecrets: Bool { isBound }

    /// Another place, or another way there, for every secret. Dropping the binding counts, or else it would protect
    /// nothing.
    func differs(from old: Destination) -> Bool {
        !url.sameBytes(as: old.url) || !type.sameBytes(as: old.type) || !access.sameBytes(as: old.access)
            || settings != old.settings || (old.isBound && !isBound)
    }

    /// Whether the secret `httpHeaderValueN` goes out under another name than before; under none, it does not go out.
    func renamesHeader(of secret: String, since old: Destination) -> Bool {
        guard secret.hasPrefix("httpHeaderValue"), let number = Int(secret.dropFirst("httpHeaderValue".count)),
            let name = headerNames[number]
        else { return false }
        return old.headerNames[number].map { !$0.sameBytes(as: name) } ?? true
    }

    /// For people and logs: no userinfo, no query, no fragment.
    var text: String {
        let names = headerNames.sorted { $0.key < $1.key }.map(\.value)
        let ways = settings.keys.sorted().map(settingText)
        let headers = names.isEmpty ? [] : ["headers=" + names.joined(separator: ",")]
        return ([shownURL, "type=\(type)", "access=\(access)"] + ways + headers).joined(separator: " ")
    }

    private func settingText(_ name: String) -> String {
        guard let value = settings[name]?.stringValue else { return name }
        return "\(name)=\(value.utf8.contains(UInt8(ascii: "@")) ? "..." : value)"
    }

    private var shownURL: String {
        let bytes = Array(url.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        let start = firstAuthorityOffset(bytes)
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let host = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? start
        return String(decoding: bytes[..<start] + bytes[host...], as: UTF8.self)
    }

    private func firstAuthorityOffset(_ bytes: [UInt8]) -> Int {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return 0
        }
        return colon + 3
    }

    private static func isUnset(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false), .string(""): true
        case .bool, .number, .string, .array, .object: false
        }
    }
}
