/// What a call says about its source.
enum CallVerdict: Sendable, Equatable {
    /// It answered, whatever the status.
    case answered
    /// It could not be reached, or did not answer as it should.
    case failed
    /// Nothing: the caller left, or the call went wrong on this side.
    case none
}
