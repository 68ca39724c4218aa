internal import HTTP

/// Why nothing can be forwarded to a source.
public enum UnusableTarget: Sendable, Equatable, CaseIterable {
    case noURL
    case invalidURL
    /// Not HTTP: another scheme, or a type that speaks a protocol of its own.
    case unsupportedScheme

    init(_ error: SourceURLError) {
        self =
            switch error {
            case .empty: .noURL
            case .badScheme: .unsupportedScheme
            case .tooLong, .noScheme, .noHost, .badHost, .badIPv4, .badIPv6, .badPort, .control, .notASCII, .backslash,
                .badPath:
                .invalidURL
            }
    }
}
