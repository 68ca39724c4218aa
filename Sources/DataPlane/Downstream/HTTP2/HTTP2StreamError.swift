internal import CNGHTTP2

/// Why a stream is reset or a connection ended (RFC 9113 7).
enum HTTP2StreamError {
    case none, protocolError, internalError, streamClosed, refusedStream, enhanceYourCalm

    var code: UInt32 {
        switch self {
        case .none: NGHTTP2_NO_ERROR.rawValue
        case .protocolError: NGHTTP2_PROTOCOL_ERROR.rawValue
        case .internalError: NGHTTP2_INTERNAL_ERROR.rawValue
        case .streamClosed: NGHTTP2_STREAM_CLOSED.rawValue
        case .refusedStream: NGHTTP2_REFUSED_STREAM.rawValue
        case .enhanceYourCalm: NGHTTP2_ENHANCE_YOUR_CALM.rawValue
        }
    }
}
