internal import Bytes

/// What request and response heads share before their first byte is looked at.
enum HeadWindow {
    /// Of a head found incomplete before, no line has ended since: it still is, unless it has reached its limit.
    static func isStillIncomplete(_ bytes: Span<UInt8>, _ limits: HeadLimits, _ seenBefore: Int) -> Bool {
        guard seenBefore > 0, seenBefore <= bytes.count, bytes.count < limits.headBytesMax else { return false }
        return bytes.firstOffset(of: 0x0A, from: seenBefore) == nil
    }

    /// At most as many bytes as a head may have.
    @_lifetime(copy bytes)
    static func cut(_ bytes: Span<UInt8>, _ limits: HeadLimits) -> Span<UInt8> {
        bytes.count <= limits.headBytesMax ? bytes : bytes.extracting(0..<max(0, limits.headBytesMax))
    }

    /// Behind one empty line, which is skipped (RFC 9112 2.2).
    static func start(_ bytes: Span<UInt8>) throws(HeadStop) -> Int {
        guard bytes.count > 0 else { throw .incomplete }
        guard bytes[0] == 0x0D || bytes[0] == 0x0A else { return 0 }
        try FieldScanner.lineEnd(bytes, at: 0, else: .bareCR)
        return 2
    }

    /// A head that ends behind its limit is too large.
    static func progress(_ stop: HeadStop, _ bytes: Span<UInt8>, _ limits: HeadLimits) -> HeadProgress {
        switch stop {
        case .refused(let error): .refused(error)
        case .incomplete: bytes.count < limits.headBytesMax ? .incomplete : .refused(.headTooLarge)
        }
    }
}
