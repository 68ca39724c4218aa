/// Names as words of eight bytes, the first byte lowest: a name is recognised by its length and one to three comparisons.
/// The test `everyNameIsRecognised` holds each constant against `FieldName.text`.
extension FieldName {
    /// The well-known name of `count` bytes whose lower-case bytes are `first`, `second`, `third` (zeros behind the end);
    /// `other` for all others.
    @inline(__always)
    static func recognise(count: Int, first: UInt64, second: UInt64, third: UInt64) -> FieldName {
        if count <= 8 { return short(first) }
        if count <= 16 { return middle(first, second) }
        return long(first, second, third)
    }

    /// Up to 8 bytes. No name holds a zero byte, so the word says the length too.
    @inline(__always)
    private static func short(_ word: UInt64) -> FieldName {
        switch word {
        case 0x6574: .te
        case 0x61_6976: .via
        case 0x7473_6F68: .host
        case 0x6574_6164: .date
        case 0x6761_7465: .etag
        case 0x65_676E_6172: .range
        case 0x6569_6B6F_6F63: .cookie
        case 0x7463_6570_7865: .expect
        case 0x7470_6563_6361: .accept
        case 0x6E69_6769_726F: .origin
        case 0x7265_7672_6573: .server
        case 0x65_6461_7267_7075: .upgrade
        case 0x72_656C_6961_7274: .trailer
        case 0x72_6572_6566_6572: .referer
        case 0x63_7673_2D74_6C61: .altSvc
        case 0x6863_7461_6D2D_6669: .ifMatch
        case 0x6E6F_6974_6163_6F6C: .location
        default: .other
        }
    }

    /// 9 to 16 bytes.
    @inline(__always)
    private static func middle(_ first: UInt64, _ second: UInt64) -> FieldName {
        switch first {
        case 0x6564_7261_7772_6F66: second == 0x64 ? .forwarded : .other
        case 0x692D_6C61_6572_2D78: second == 0x70 ? .xRealIP : .other
        case 0x656B_2D69_7061_2D78: second == 0x79 ? .xAPIKey : .other
        case 0x6974_6365_6E6E_6F63: second == 0x6E6F ? .connection : .other
        case 0x696C_612D_7065_656B: second == 0x6576 ? .keepAlive : .other
        case 0x6567_612D_7265_7375: second == 0x746E ? .userAgent : .other
        case 0x6B6F_742D_6469_2D78: second == 0x6E65 ? .xIDToken : .other
        case 0x6174_7365_6361_7274: second == 0x6574 ? .tracestate : .other
        case 0x6B6F_6F63_2D74_6573: second == 0x6569 ? .setCookie : .other
        case 0x7261_7065_6361_7274: second == 0x74_6E65 ? .traceparent : .other
        case 0x2D74_6E65_746E_6F63:
            switch second {
            case 0x6570_7974: .contentType
            case 0x6874_676E_656C: .contentLength
            case 0x676E_6964_6F63_6E65: .contentEncoding
            default: .other
            }
        case 0x6E61_6661_7267_2D78:
            switch second {
            case 0x6469_2D61: .xGrafanaID
            case 0x7265_7375_2D61: .xGrafanaUser
            case 0x6469_2D67_726F_2D61: .xGrafanaOrgID
            default: .other
            }
        case 0x7365_7571_6572_2D78: second == 0x6469_2D74 ? .xRequestID : .other
        case 0x7A69_726F_6874_7561: second == 0x6E_6F69_7461 ? .authorization : .other
        case 0x2D65_706F_6373_2D78: second == 0x64_6967_726F ? .xScopeOrgID : .other
        case 0x2D65_6E6F_6E2D_6669: second == 0x68_6374_616D ? .ifNoneMatch : .other
        case 0x6F63_2D65_6863_6163: second == 0x6C_6F72_746E ? .cacheControl : .other
        case 0x6573_2D32_7074_7468: second == 0x7367_6E69_7474 ? .http2Settings : .other
        case 0x652D_7470_6563_6361: second == 0x67_6E69_646F_636E ? .acceptEncoding : .other
        case 0x7261_7772_6F66_2D78:
            switch second {
            case 0x72_6F66_2D64_6564: .xForwardedFor
            case 0x7473_6F68_2D64_6564: .xForwardedHost
            case 0x7472_6F70_2D64_6564: .xForwardedPort
            default: .other
            }
        case 0x7361_2D74_776A_2D78: second == 0x6E_6F69_7472_6573 ? .xJWTAssertion : .other
        case 0x2D65_6D61_7266_2D78: second == 0x73_6E6F_6974_706F ? .xFrameOptions : .other
        case 0x6973_2D72_6165_6C63: second == 0x61_7461_642D_6574 ? .clearSiteData : .other
        case 0x6F63_2D79_786F_7270: second == 0x6E6F_6974_6365_6E6E ? .proxyConnection : .other
        case 0x6874_7561_2D77_7777: second == 0x6574_6163_6974_6E65 ? .wwwAuthenticate : .other
        case 0x7270_2D73_7378_2D78: second == 0x6E6F_6974_6365_746F ? .xXSSProtection : .other
        default: .other
        }
    }

    /// 17 to 24 bytes.
    private static func long(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> FieldName {
        switch (first, second, third) {
        case (0x7265_6673_6E61_7274, 0x6E69_646F_636E_652D, 0x67): .transferEncoding
        case (0x7261_7772_6F66_2D78, 0x746F_7270_2D64_6564, 0x6F): .xForwardedProto
        case (0x7362_6577_2D63_6573, 0x656B_2D74_656B_636F, 0x79): .secWebSocketKey
        case (0x7475_612D_7364_2D78, 0x6974_617A_6972_6F68, 0x6E6F): .xDSAuthorization
        case (0x7561_2D79_786F_7270, 0x6163_6974_6E65_6874, 0x6574): .proxyAuthenticate
        case (0x7261_7772_6F66_2D78, 0x6665_7270_2D64_6564, 0x7869): .xForwardedPrefix
        case (0x7561_2D79_786F_7270, 0x7461_7A69_726F_6874, 0x6E_6F69): .proxyAuthorization
        case (0x6E65_746E_6F63_2D78, 0x6F2D_6570_7974_2D74, 0x736E_6F69_7470): .xContentTypeOptions
        case (0x2D65_6369_7672_6573, 0x612D_7265_6B72_6F77, 0x6465_776F_6C6C): .serviceWorkerAllowed
        case (0x2D74_6E65_746E_6F63, 0x7974_6972_7563_6573, 0x79_6369_6C6F_702D): .contentSecurityPolicy
        default: .other
        }
    }
}
