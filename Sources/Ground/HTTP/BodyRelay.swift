public import Bytes

/// One direction of a call's body: knows where it ends, however it is framed, and hands on its payload piece by piece. No I/O;
/// never more than one buffer of it is in memory.
public struct BodyRelay: Sendable {
    private enum Rest: Sendable {
        case bytes(UInt64)
        case chunks(ChunkedDecoder)
        case untilClose
    }

    private var rest: Rest
    /// Payload bytes that went through.
    public private(set) var relayedBytes: UInt64 = 0
    /// Something of the body has been taken already, so that it cannot be sent a second time.
    public private(set) var hasBegun = false

    /// For a body that is framed so; nothing when there is no byte of it. Trailers are dropped unless they are to be kept.
    public init?(_ framing: BodyFraming, keepsTrailers: Bool = false) {
        switch framing {
        case .none, .length(0): return nil
        case .length(let length): rest = .bytes(length)
        case .chunked: rest = .chunks(ChunkedDecoder(keepsTrailers: keepsTrailers))
        case .untilClose: rest = .untilClose
        }
    }

    /// The peer's end ends the body rightly.
    public var endsWithConnection: Bool {
        switch rest {
        case .untilClose: true
        case .bytes, .chunks: false
        }
    }

    /// The lines behind a chunked body that has ended, where they were to be kept.
    public var trailers: [UInt8] {
        switch rest {
        case .chunks(let decoder): decoder.trailers
        case .bytes, .untilClose: []
        }
    }

    /// Bytes that are still to come, where the framing says so.
    public var remainingBytes: UInt64? {
        switch rest {
        case .bytes(let remaining): remaining
        case .chunks, .untilClose: nil
        }
    }

    /// `count` bytes of a body by length went past without being read here; whether it ends behind them.
    public mutating func pass(_ count: Int) -> Bool {
        guard case .bytes(let remaining) = rest else { preconditionFailure("only a length tells where a body ends") }
        precondition(UInt64(count) <= remaining)
        hasBegun = true
        rest = .bytes(remaining - UInt64(count))
        relayedBytes += UInt64(count)
        return remaining == UInt64(count)
    }

    /// Takes the bytes from `start` on; the payload is moved to `start`.
    public mutating func take(_ buffer: inout ByteBuffer, from start: Int) -> RelayStep {
        hasBegun = true
        let available = buffer.count - start
        switch rest {
        case .bytes(let remaining):
            let taken = Int(min(UInt64(available), remaining))
            rest = .bytes(remaining - UInt64(taken))
            relayedBytes += UInt64(taken)
            return .forward(payload: taken, consumed: taken, ends: remaining == UInt64(taken))
        case .untilClose:
            relayedBytes += UInt64(available)
            return .forward(payload: available, consumed: available, ends: false)
        case .chunks(var decoder):
            let progress = decoder.decode(&buffer, in: start..<buffer.count)
            rest = .chunks(decoder)
            switch progress {
            case .refused: return .refused
            case .decoded(let payload, let consumed, let ended):
                relayedBytes += UInt64(payload)
                return .forward(payload: payload, consumed: consumed, ends: ended)
            }
        }
    }
}
