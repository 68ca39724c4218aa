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

extension UnusableTarget: CustomStringConvertible {
    /// Safe to show to anyone.
    public var description: String {
        switch self {
        case .noURL: "The data source has no URL"
        case .invalidURL: "Invalid data source URL"
        case .unsupportedScheme: "The data source cannot be called over HTTP"
        }
    }
}
