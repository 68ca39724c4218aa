/// Watches decoded path bytes for segments that are `.` or `..`.
struct DotSegment {
    /// Dots since the segment began; 3 stands for "something else".
    private var dots = 0

    @inline(__always)
    mutating func take(_ byte: UInt8) throws(ProxyPathError) {
        switch byte {
        case 0x2F:
            try end()
            dots = 0
        case 0x2E:
            if dots < 3 { dots &+= 1 }
        case 0x3B:
            guard dots == 0 || dots == 3 else { throw .dotSegmentWithParameters }
            dots = 3
        default:
            dots = 3
        }
    }

    /// The segment ends here.
    @inline(__always)
    func end() throws(ProxyPathError) {
        if dots == 1 || dots == 2 { throw .dotSegment }
    }
}
