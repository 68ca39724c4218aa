/// Which of a connection's latest 128 streams were ended by the peer, with END_STREAM or RST_STREAM: DATA or HEADERS behind that are an
/// error (RFC 9113 5.1). nghttp2 would keep 260 bytes for each. On streams before them, as on those that this side has reset, such
/// frames are passed over.
struct EndedStreams {
    /// Where the marks end. Streams of callers are odd.
    private var latest = -1
    /// The lowest bit stands for the latest stream, the next for the one before.
    private var marks: UInt128 = 0

    mutating func note(_ stream: Int32) {
        let stream = Int(stream)
        if stream > latest {
            marks = marks << ((stream - latest) / 2) | 1
            latest = stream
        } else {
            marks |= 1 << ((latest - stream) / 2)
        }
    }

    func contains(_ stream: Int32) -> Bool {
        let stream = Int(stream)
        return stream % 2 == 1 && stream <= latest && marks >> ((latest - stream) / 2) & 1 != 0
    }
}
