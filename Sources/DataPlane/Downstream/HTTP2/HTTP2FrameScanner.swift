internal import Bytes

/// Where the frames begin in what one side of a connection sends, however the bytes are cut (RFC 9113 3.4, 4.1): nghttp2 tells of most frames,
/// but not of all that it passes over.
struct HTTP2FrameScanner {
    private static let prefaceBytes = 24

    /// The head of a frame.
    struct Head: Equatable {
        let payloadBytes: Int
        let type: UInt8
        let flags: UInt8
        let stream: Int32
    }

    /// Bytes to come of the preface, or of a frame's payload.
    private var bytesLeft = prefaceBytes
    /// The frame's head as far as it came, the first byte highest: length, type, flags, stream.
    private var head: UInt128 = 0
    private var headBytes = 0

    /// Goes on from `start`, which lies within `bytes`, to where a head is whole, or to the end of a payload or of `bytes`.
    mutating func next(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, head: Head?) {
        if bytesLeft > 0 {
            let count = min(bytesLeft, bytes.count - start)
            bytesLeft -= count
            return (start + count, nil)
        }
        var index = start
        while headBytes < 9, index < bytes.count {
            head = head << 8 | UInt128(bytes[index])
            headBytes += 1
            index += 1
        }
        guard headBytes == 9 else { return (index, nil) }
        let whole = Head(
            payloadBytes: Int(head >> 48), type: UInt8(truncatingIfNeeded: head >> 40),
            flags: UInt8(truncatingIfNeeded: head >> 32), stream: Int32(truncatingIfNeeded: head & 0x7FFF_FFFF))
        bytesLeft = whole.payloadBytes
        (head, headBytes) = (0, 0)
        return (index, whole)
    }

    /// Nothing is under way: the next byte begins a frame.
    var isBetweenFrames: Bool { bytesLeft == 0 && headBytes == 0 }
}
