internal import HTTP

/// A call that was let through to its source, until it is over.
struct Tenure: Sendable {
    /// Of its source's account.
    let slot: Int
    let source: SourceVersion
    /// Its outcome decides whether others are let through.
    let isProbe: Bool
    /// It was answered; what comes behind the answer's head says nothing about the source's life.
    var isAnswered = false
}
