internal import Bytes
internal import HTTP

/// What says, or claims, who the caller is. None of it reaches a data source: neither the credential that Headgate
/// was given nor a name that a server behind might take for one that a proxy had checked.
enum CallerCredentials {
    static func isDropped(_ line: FieldLine, _ bytes: Span<UInt8>) -> Bool {
        switch line.known {
        case .authorization, .xDSAuthorization, .cookie, .xGrafanaUser, .xGrafanaID, .xIDToken, .xJWTAssertion:
            return true
        case .underscored:
            // CGI style servers read `X_Forwarded_User` as `X-Forwarded-User`.
            return true
        case .other:
            return isClaim(bytes.extracting(line.name.range))
        default:
            return false
        }
    }

    /// Names that proxies use to hand on an identity. Few begin with these letters, so that most fields leave at once.
    private static func isClaim(_ name: Span<UInt8>) -> Bool {
        switch name[0].lowercasedASCII {
        case UInt8(ascii: "x"):
            return isOne(
                of: name, "x-webauth-user", "x-forwarded-user", "x-forwarded-email", "x-forwarded-groups",
                "x-forwarded-preferred-username", "x-auth-request-user", "x-auth-request-email",
                "x-auth-request-groups", "x-remote-user", "x-remote-group", "x-remote-groups",
                // Known by their hyphens above, and here when dots stand for them.
                "x-grafana-user", "x-grafana-id", "x-id-token", "x-jwt-assertion")
        case UInt8(ascii: "r"):
            return isOne(of: name, "remote-user", "remote-group", "remote-groups", "remote-name", "remote-email")
        default:
            return false
        }
    }

    private static func isOne(of name: Span<UInt8>, _ known: StaticString...) -> Bool {
        for candidate in known where equalsFolded(name, candidate) { return true }
        return false
    }

    /// A dot counts as a hyphen: some servers fold both.
    private static func equalsFolded(_ name: Span<UInt8>, _ lowercase: StaticString) -> Bool {
        guard name.count == lowercase.utf8CodeUnitCount else { return false }
        if name.equalsIgnoringCase(lowercase) { return true }
        guard name.firstOffset(of: UInt8(ascii: ".")) != nil else { return false }
        var folded = ByteBuffer(capacity: name.count)
        for index in name.indices {
            folded.append(name[index] == UInt8(ascii: ".") ? UInt8(ascii: "-") : name[index])
        }
        return folded.span.equalsIgnoringCase(lowercase)
    }
}
