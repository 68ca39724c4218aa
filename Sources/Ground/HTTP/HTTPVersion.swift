/// The versions that are spoken as text; everything else is refused.
public enum HTTPVersion: UInt8, Sendable {
    case http10
    case http11
}
