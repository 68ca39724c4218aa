/// When a token or a user was last there.
public struct UsageRecord: Sendable, Equatable {
    public enum Subject: Sendable, Equatable {
        case token(Int64)
        case user(Int64)
    }

    public let subject: Subject
    /// Unix seconds.
    public let lastSeenAt: Int64

    public init(subject: Subject, lastSeenAt: Int64) {
        self.subject = subject
        self.lastSeenAt = lastSeenAt
    }
}
