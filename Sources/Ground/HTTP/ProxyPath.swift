public import Bytes

/// The path of a proxied call: the caller's remainder (what follows the source's id in the raw target, `/` included, query
/// excluded) checked, and joined to the base path of the source. Not a byte is re-encoded: what was checked is what is sent.
public enum ProxyPath {
    // MARK: Checking

    /// Refuses what could leave the base path or be read differently by the source.
    public static func check(_ remainder: Span<UInt8>) throws(ProxyPathError) {
        let isEscaped = try checkOnce(remainder)
        if isEscaped { try checkDeeper(remainder) }
    }

    /// One pass; says whether an escaped `%` was met, behind which more may hide.
    private static func checkOnce(_ bytes: Span<UInt8>) throws(ProxyPathError) -> Bool {
        var segment = DotSegment()
        var index = 0
        var hasEscapedPercent = false
        while index < bytes.count {
            var byte = bytes[index]
            if byte == 0x25 {
                guard let meant = PercentCoding.escape(bytes, at: index) else { throw .badEscape }
                try checkEscaped(meant)
                if meant == 0x25 { hasEscapedPercent = true }
                byte = meant
                index &+= 2
            } else if byte == 0x5C {
                throw .backslash
            } else if !ByteClass.isTarget(byte) || byte == 0x3F {
                throw .badByte
            }
            try segment.take(byte)
            index &+= 1
        }
        try segment.end()
        return hasEscapedPercent
    }

    @inline(__always)
    private static func checkEscaped(_ byte: UInt8) throws(ProxyPathError) {
        switch byte {
        case 0: throw .encodedNUL
        case 0x01..<0x20, 0x7F: throw .encodedControl
        case 0x5C: throw .encodedBackslash
        default: break
        }
    }

    /// A source may decode more often than we do: the rules must hold for every form that decoding once more yields.
    /// A `%` that is no escape by then stays as it is. Each round shortens the text, and eight rounds are more than any server
    /// in the chain decodes; what is still escaped then is refused.
    private static func checkDeeper(_ remainder: Span<UInt8>) throws(ProxyPathError) {
        var form = remainder.copy()
        for _ in 0..<8 {
            let decoded = decodedOnce(form.span)
            if decoded.count == form.count { return }
            form = decoded
            var segment = DotSegment()
            for byte in form {
                try checkEscaped(byte)
                try segment.take(byte)
            }
            try segment.end()
        }
        throw .badEscape
    }

    private static func decodedOnce(_ bytes: Span<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let meant = bytes[index] == 0x25 ? PercentCoding.escape(bytes, at: index) : nil
            decoded.append(meant ?? bytes[index])
            index &+= meant == nil ? 1 : 3
        }
        return decoded
    }

    // MARK: Joining

    /// Appends the path that is sent: the base path as configured when the caller names none, otherwise both with exactly one
    /// `/` between them. The slash behind the id separates and is not part of the caller's path, so that `//a//b` on `/base`
    /// is `/base/a//b`. Never empty: without any path it is `/`.
    public static func append(base: Span<UInt8>, remainder: Span<UInt8>, to buffer: inout ByteBuffer) {
        let path = behindSeparator(remainder)
        guard path.count > 0 else {
            base.count > 0 ? buffer.append(base) : buffer.append(0x2F)
            return
        }
        let hasSlash = base.count > 0 && base[base.count &- 1] == 0x2F
        buffer.append(hasSlash ? base.extracting(0..<(base.count &- 1)) : base)
        if path[0] != 0x2F { buffer.append(0x2F) }
        buffer.append(path)
    }

    /// Appends `?` and the query: the source's own first, then the caller's, byte for byte, joined by `&`. A caller's `?`
    /// with nothing behind it is kept; `nil` is no `?`.
    public static func append(baseQuery: Span<UInt8>, query: Span<UInt8>?, to buffer: inout ByteBuffer) {
        guard baseQuery.count > 0 else {
            if let query {
                buffer.append(0x3F)
                buffer.append(query)
            }
            return
        }
        buffer.append(0x3F)
        buffer.append(baseQuery)
        guard let query, query.count > 0 else { return }
        buffer.append(0x26)
        buffer.append(query)
    }

    // MARK: Asking

    /// Two slashes meet, where types with rules refuse the call. The slash behind the id does not count by itself.
    public static func hasEmptySegment(_ remainder: Span<UInt8>) -> Bool {
        var index = 1
        while index < remainder.count {
            if remainder[index] == 0x2F, remainder[index &- 1] == 0x2F { return true }
            index &+= 1
        }
        return false
    }

    /// The remainder as routes match it: without the slashes before it, escapes as sent.
    public static func routePath(of remainder: Span<UInt8>) -> Range<Int> {
        var index = 0
        while index < remainder.count, remainder[index] == 0x2F { index &+= 1 }
        return index..<remainder.count
    }

    @_lifetime(copy remainder)
    private static func behindSeparator(_ remainder: Span<UInt8>) -> Span<UInt8> {
        guard remainder.count > 0, remainder[0] == 0x2F else { return remainder }
        return remainder.extracting(1..<remainder.count)
    }
}
