/// What the next bytes of a chunked body hold.
public enum ChunkedPiece: Sendable, Equatable {
    /// Payload at these offsets; more may lie behind it.
    case payload(Range<Int>)
    /// All bytes are used up and the body goes on.
    case incomplete
    /// The body ended; whatever follows begins at this offset.
    case ended(Int)
    case refused(ChunkedError)
}

/// What decoding a run of bytes in place came to.
public enum ChunkedProgress: Sendable, Equatable {
    /// `payload` bytes stand at the front of the run; `consumed` bytes of it were read, fewer than all only when the body ended.
    case decoded(payload: Int, consumed: Int, ended: Bool)
    case refused(ChunkedError)
}
