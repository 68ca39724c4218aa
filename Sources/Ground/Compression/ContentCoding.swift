/// How a body is coded (RFC 9110 8.4.1).
public enum ContentCoding: Sendable, Equatable {
    case identity
    case gzip
    /// The zlib format; servers that send the bare stream under this name are understood too.
    case deflate

    /// From the value of `Content-Encoding`; nothing for a coding that is not known, and for several codings on each other, which only
    /// serve to make little into much.
    public init?(field value: String) {
        switch value.lowercased() {
        case "", "identity": self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        default: return nil
        }
    }

    /// The bytes without their coding, at most `bytesMax`. `hasRoom` is told how many there are as they grow, some 64 KiB at a time; its no
    /// ends the decoding. Takes long for a large body: nothing for a loop.
    public func decode(
        _ bytes: [UInt8], bytesMax: Int, hasRoom: (Int) -> Bool = { _ in true }
    ) throws(CompressionError) -> [UInt8] {
        switch self {
        case .identity:
            guard bytes.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
            return bytes
        case .gzip: return try Inflater.inflate(bytes, as: .gzip, bytesMax: bytesMax, hasRoom: hasRoom)
        case .deflate:
            let format: Inflater.Format = Inflater.looksLikeZlib(bytes) ? .zlib : .bare
            return try Inflater.inflate(bytes, as: format, bytesMax: bytesMax, hasRoom: hasRoom)
        }
    }
}
