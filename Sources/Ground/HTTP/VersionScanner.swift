/// `HTTP/1.1` and `HTTP/1.0`, compared as words of eight bytes.
enum VersionScanner {
    private static let http11: UInt64 = 0x312E_312F_5054_5448
    private static let http10: UInt64 = 0x302E_312F_5054_5448

    /// The version at `start`; nothing when it is another one, or something else.
    static func version(_ bytes: Span<UInt8>, at start: Int) throws(HeadStop) -> HTTPVersion {
        guard bytes.count &- start >= 8 else { throw partial(bytes, from: start) }
        switch bytes.word(at: start) {
        case http11: return .http11
        case http10: return .http10
        default: throw .refused(.badVersion)
        }
    }

    /// Fewer than eight bytes are there: refused as soon as one of them cannot belong to a version.
    private static func partial(_ bytes: Span<UInt8>, from start: Int) -> HeadStop {
        var index = start
        while index < bytes.count {
            let expected = UInt8(truncatingIfNeeded: http11 &>> UInt64((index &- start) &* 8))
            if bytes[index] != expected { return .refused(.badVersion) }
            index &+= 1
        }
        return .incomplete
    }
}
