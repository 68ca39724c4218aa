/// A field name that Headgate acts on, recognised once while a head is parsed, so that the phases behind it switch over a
/// case and never compare text again. Names are met in any mix of capitals.
public enum FieldName: UInt8, Sendable, CaseIterable {
    /// Any other name.
    case other
    /// Any other name with an underscore in it: CGI style servers read it as the name with hyphens, so it is dropped
    /// on the way upstream.
    case underscored
    /// Any name that begins with `access-control-`.
    case accessControl
    case strictTransportSecurity
    case host
    case connection
    case contentLength
    case transferEncoding
    case authorization
    case xDSAuthorization
    case cookie
    case expect
    case upgrade
    case te
    case trailer
    case keepAlive
    case proxyConnection
    case proxyAuthenticate
    case proxyAuthorization
    case contentType
    case contentEncoding
    case accept
    case acceptEncoding
    case userAgent
    case origin
    case referer
    case via
    case forwarded
    case xForwardedFor
    case xForwardedHost
    case xForwardedPort
    case xForwardedProto
    case xForwardedPrefix
    case xRealIP
    case xGrafanaUser
    case xGrafanaID
    case xGrafanaOrgID
    case xIDToken
    case xAPIKey
    case xJWTAssertion
    case xScopeOrgID
    case xRequestID
    case traceparent
    case tracestate
    case ifMatch
    case ifNoneMatch
    case range
    case http2Settings
    case secWebSocketKey
    case setCookie
    case location
    case wwwAuthenticate
    case date
    case server
    case etag
    case cacheControl
    case contentSecurityPolicy
    case xContentTypeOptions
    case xFrameOptions
    case xXSSProtection
    case clearSiteData
    case serviceWorkerAllowed
    case altSvc

    /// The name in lower case; empty for the cases that stand for many names.
    public var text: StaticString {
        switch self {
        case .other, .underscored, .accessControl: ""
        case .strictTransportSecurity: "strict-transport-security"
        case .host: "host"
        case .connection: "connection"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .authorization: "authorization"
        case .xDSAuthorization: "x-ds-authorization"
        case .cookie: "cookie"
        case .expect: "expect"
        case .upgrade: "upgrade"
        case .te: "te"
        case .trailer: "trailer"
        case .keepAlive: "keep-alive"
        case .proxyConnection: "proxy-connection"
        case .proxyAuthenticate: "proxy-authenticate"
        case .proxyAuthorization: "proxy-authorization"
        case .contentType: "content-type"
        case .contentEncoding: "content-encoding"
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .userAgent: "user-agent"
        case .origin: "origin"
        case .referer: "referer"
        case .via: "via"
        case .forwarded: "forwarded"
        case .xForwardedFor: "x-forwarded-for"
        case .xForwardedHost: "x-forwarded-host"
        case .xForwardedPort: "x-forwarded-port"
        case .xForwardedProto: "x-forwarded-proto"
        case .xForwardedPrefix: "x-forwarded-prefix"
        case .xRealIP: "x-real-ip"
        case .xGrafanaUser: "x-grafana-user"
        case .xGrafanaID: "x-grafana-id"
        case .xGrafanaOrgID: "x-grafana-org-id"
        case .xIDToken: "x-id-token"
        case .xAPIKey: "x-api-key"
        case .xJWTAssertion: "x-jwt-assertion"
        case .xScopeOrgID: "x-scope-orgid"
        case .xRequestID: "x-request-id"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .ifMatch: "if-match"
        case .ifNoneMatch: "if-none-match"
        case .range: "range"
        case .http2Settings: "http2-settings"
        case .secWebSocketKey: "sec-websocket-key"
        case .setCookie: "set-cookie"
        case .location: "location"
        case .wwwAuthenticate: "www-authenticate"
        case .date: "date"
        case .server: "server"
        case .etag: "etag"
        case .cacheControl: "cache-control"
        case .contentSecurityPolicy: "content-security-policy"
        case .xContentTypeOptions: "x-content-type-options"
        case .xFrameOptions: "x-frame-options"
        case .xXSSProtection: "x-xss-protection"
        case .clearSiteData: "clear-site-data"
        case .serviceWorkerAllowed: "service-worker-allowed"
        case .altSvc: "alt-svc"
        }
    }
}
