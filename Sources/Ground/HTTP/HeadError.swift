/// Why a head was refused. The connection it came on cannot be read any further: whoever gets one answers (if he can) and closes.
public enum HeadError: Error, Sendable, Equatable {
    // Line ends.
    /// A CR without its LF.
    case bareCR
    /// An LF without a CR before it. Also refused in answers, where RFC 9112 2.2 would let us be lenient.
    case bareLF

    // Request line.
    /// No token of 1 to 32 bytes.
    case badMethod
    /// Neither a path, nor an http(s) URL, nor `*` for OPTIONS; or a control byte, a space, a byte outside ASCII or `#` in it.
    case badTarget
    /// Neither HTTP/1.0 nor HTTP/1.1, or something behind the version.
    case badVersion

    // Status line.
    /// No status of three digits from 100 to 999.
    case badStatus
    /// A control byte in the reason phrase.
    case badReason

    // Fields.
    /// A line that begins with white space: a folded value, or space before the first field.
    case obsFold
    case spaceBeforeColon
    /// No token before the colon, or no colon.
    case badFieldName
    /// NUL, DEL or a control byte other than a tab.
    case badFieldValue
    case noHost
    case twoHosts
    case badHost
    case twoAuthorizations
    /// A field that may stand once and carries meaning stands twice.
    case repeatedField(FieldName)
    /// A Connection option that is no token.
    case badConnection

    // Framing.
    /// Two Content-Length lines; in an answer two that differ.
    case twoContentLengths
    /// Not plain digits without a leading zero, or more than 2^63-1.
    case badContentLength
    /// Content-Length beside Transfer-Encoding.
    case lengthAndTransferEncoding
    /// Anything but one `chunked`.
    case badTransferEncoding
    /// Transfer-Encoding in an HTTP/1.0 message.
    case transferEncodingInHTTP10

    // Limits.
    case headTooLarge
    case tooManyFields
    case targetTooLong
}
