internal import Bytes

/// Fields of an answer that do more than describe it: they tell a browser how to treat the whole origin it came from or where to go
/// next, or a web server in front of Headgate to answer with a file or an address of its own. None of them is a data source's to
/// say here.
public enum ActingFields {
    /// `known` is what `name` was recognised as.
    public static func isDropped(_ known: FieldName, _ name: Span<UInt8>) -> Bool {
        switch known {
        case .setCookie, .contentSecurityPolicy, .xContentTypeOptions, .clearSiteData, .serviceWorkerAllowed, .altSvc,
            .strictTransportSecurity:
            return true
        case .other:
            return isNamed(name)
        default:
            return false
        }
    }

    /// Beside the names that Headgate knows. `Link` stays: programs page through answers by it. So does `Access-Control-*`, which speaks for
    /// its own answer only, as in Grafana.
    private static let names: [StaticString] = [
        "accept-ch", "nel", "public-key-pins", "public-key-pins-report-only", "refresh", "report-to",
        "reporting-endpoints", "set-cookie2", "set-login", "sourcemap", "timing-allow-origin", "x-accel-redirect",
        "x-lighttpd-send-file", "x-litespeed-location", "x-reproxy-file", "x-reproxy-url", "x-sendfile", "x-sourcemap",
    ]

    /// Most names leave by their first letter.
    private static func isNamed(_ name: Span<UInt8>) -> Bool {
        guard name.count > 0 else { return false }
        switch name[0].lowercasedASCII {
        case UInt8(ascii: "a"), UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "s"),
            UInt8(ascii: "t"), UInt8(ascii: "x"):
            for known in names where name.equalsIgnoringCase(known) { return true }
            return false
        default:
            return false
        }
    }
}
