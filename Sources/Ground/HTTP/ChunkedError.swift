/// Why a chunked body was refused. Nothing behind the last payload byte handed out can be trusted; the connection is closed.
public enum ChunkedError: Error, Sendable, Equatable {
    /// No hexadecimal digits where a size belongs, or white space beside them.
    case badSize
    /// More than 16 digits, or more than 2^63-1 bytes.
    case sizeTooLarge
    /// `;` behind a size: nobody needs chunk extensions, and parsers disagree about them.
    case extensionRefused
    /// Something other than CR LF behind a size, a chunk or a trailer line.
    case badLineEnd
    /// A trailer line that is no field line.
    case badTrailer
    /// More than 8 KiB or 32 lines of trailers.
    case trailersTooLarge
}
