public import Bytes

/// Reads a chunked body (RFC 9112 7.1) that arrives in pieces of any size. Extensions are refused; trailers are checked, and kept
/// apart from everything else for whoever asked for them, else dropped.
public struct ChunkedDecoder: Sendable {
    /// Where in the body the next byte stands.
    private enum State: Sendable {
        /// A size; next: size, sizeLF.
        case size
        /// The LF behind a size; next: payload, trailerStart.
        case sizeLF
        /// Inside a chunk; next: payloadCR.
        case payload
        /// Behind a chunk; next: payloadLF, then size.
        case payloadCR, payloadLF
        /// The first byte of a trailer line or of the last empty line; next: trailerName, lastLF.
        case trailerStart
        /// Next: trailerValue, then trailerLF, then trailerStart.
        case trailerName, trailerValue, trailerLF
        /// The LF of the last empty line; next: ended.
        case lastLF
        case ended
    }

    static let sizeDigitsMax = 16
    /// Of all trailer lines with the empty one behind them; less than a head may have, because few send any.
    public static let trailerBytesMax = 8 * 1024
    public static let trailerLinesMax = 32

    private var state = State.size
    private var remaining: UInt64 = 0
    private var digits = 0
    private var trailerBytes = 0
    private var trailerLines = 0
    private let keepsTrailers: Bool
    /// What came of the trailer lines, as it was sent; all of them once the body has ended. Empty unless they were to be kept.
    public private(set) var trailers: [UInt8] = []

    public init(keepsTrailers: Bool = false) { self.keepsTrailers = keepsTrailers }

    public var hasEnded: Bool { state == .ended }

    /// The next piece of payload in `bytes` from `start` on; call again behind it until the answer is another case.
    public mutating func next(_ bytes: Span<UInt8>, from start: Int) -> ChunkedPiece {
        var index = start
        while true {
            if state == .ended { return .ended(index) }
            guard index < bytes.count else { return .incomplete }
            if state == .payload {
                let length = Int(min(UInt64(bytes.count &- index), remaining))
                remaining &-= UInt64(length)
                if remaining == 0 { state = .payloadCR }
                return .payload(index..<(index &+ length))
            }
            if let error = step(bytes[index]) { return .refused(error) }
            index &+= 1
        }
    }

    /// Decodes `range` of `buffer` in place: payload bytes move to the front of the range, what is behind them is spent.
    public mutating func decode(_ buffer: inout ByteBuffer, in range: Range<Int>) -> ChunkedProgress {
        precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count)
        var read = range.lowerBound
        var written = range.lowerBound
        while true {
            switch next(buffer.span.extracting(0..<range.upperBound), from: read) {
            case .payload(let piece):
                if piece.lowerBound != written { buffer.move(piece, to: written) }
                written &+= piece.count
                read = piece.upperBound
            case .incomplete:
                return .decoded(payload: written &- range.lowerBound, consumed: range.count, ended: false)
            case .ended(let end):
                return .decoded(
                    payload: written &- range.lowerBound, consumed: end &- range.lowerBound, ended: true)
            case .refused(let error):
                return .refused(error)
            }
        }
    }

    // MARK: Bytes between payloads

    private mutating func step(_ byte: UInt8) -> ChunkedError? {
        switch state {
        case .size: return sizeByte(byte)
        case .sizeLF:
            state = remaining == 0 ? .trailerStart : .payload
            return byte == 0x0A ? nil : .badLineEnd
        case .payloadCR:
            state = .payloadLF
            return byte == 0x0D ? nil : .badLineEnd
        case .payloadLF:
            state = .size
            return byte == 0x0A ? nil : .badLineEnd
        case .trailerStart, .trailerName, .trailerValue, .trailerLF: return trailerByte(byte)
        case .lastLF:
            state = .ended
            return byte == 0x0A ? nil : .badLineEnd
        case .payload, .ended: return nil
        }
    }

    private mutating func sizeByte(_ byte: UInt8) -> ChunkedError? {
        if let digit = ByteClass.hexadecimal(byte) {
            guard digits < Self.sizeDigitsMax, remaining >> 59 == 0 else { return .sizeTooLarge }
            remaining = remaining &<< 4 | UInt64(digit)
            digits += 1
            return nil
        }
        guard digits > 0 else { return .badSize }
        digits = 0
        switch byte {
        case 0x0D: state = .sizeLF
        case 0x3B: return .extensionRefused
        case 0x0A: return .badLineEnd
        default: return .badSize
        }
        return nil
    }

    private mutating func trailerByte(_ byte: UInt8) -> ChunkedError? {
        trailerBytes += 1
        guard trailerBytes <= Self.trailerBytesMax else { return .trailersTooLarge }
        if state == .trailerStart, byte == 0x0D {
            state = .lastLF
            return nil
        }
        if keepsTrailers { trailers.append(byte) }
        switch state {
        case .trailerStart:
            trailerLines += 1
            guard trailerLines <= Self.trailerLinesMax else { return .trailersTooLarge }
            state = .trailerName
            return ByteClass.isToken(byte) ? nil : .badTrailer
        case .trailerName:
            if byte == 0x3A { state = .trailerValue }
            return byte == 0x3A || ByteClass.isToken(byte) ? nil : .badTrailer
        case .trailerValue:
            if byte == 0x0D { state = .trailerLF }
            return byte == 0x0D || ByteClass.isFieldValue(byte) ? nil : .badTrailer
        default:
            state = .trailerStart
            return byte == 0x0A ? nil : .badLineEnd
        }
    }
}
