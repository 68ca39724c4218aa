public import Bytes

/// What stands behind a data source's reference in a call's path, as it was sent: without the query, and no longer than a line
/// can bear. It lies in the observation itself, so that noting it takes no memory.
public struct ObservedPath: Sendable, Equatable {
    public static let bytesMax = 128

    private var bytes: InlineArray<128, UInt8>
    private var count: UInt8 = 0
    /// There was more.
    public private(set) var isCut = false

    init() { bytes = InlineArray(repeating: 0) }

    /// `range` of a head.
    init(_ range: Range<Int>, of head: borrowing ByteBuffer) {
        self.init()
        let path = head.span.extracting(range)
        let kept = min(path.count, Self.bytesMax)
        for index in 0..<kept { bytes[index] = path[index] }
        count = UInt8(truncatingIfNeeded: kept)
        isCut = kept < path.count
    }

    /// A head's path holds printable ASCII only.
    public func append(to buffer: inout ByteBuffer) {
        buffer.append(bytes.span.extracting(0..<Int(count)))
    }

    public var text: String {
        var buffer = ByteBuffer()
        append(to: &buffer)
        return buffer.span.validatedString() ?? ""
    }

    public static func == (a: ObservedPath, b: ObservedPath) -> Bool {
        a.isCut == b.isCut
            && a.bytes.span.extracting(0..<Int(a.count)).equals(b.bytes.span.extracting(0..<Int(b.count)))
    }
}
