/// A remark on a frame, for people.
public struct FrameNotice: Sendable, Equatable {
    public enum Severity: String, Sendable {
        case info, warning, error
    }

    public var severity: Severity
    public var text: String

    public init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}
