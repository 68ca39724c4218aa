/// What a resource call comes to.
public enum ResourceOutcome: Sendable {
    /// To be passed on as it is.
    case answer(status: Int, fields: [(name: String, value: String)], body: [UInt8])
    /// The type has nothing of that kind.
    case notFound
    /// There is such a thing, and it may not be asked for.
    case refused
    /// It takes only these methods.
    case methodRefused(allowed: [String])
    /// What the caller sent is no use; the text, for people, is the answer's `error`.
    case badRequest(String)
    /// The type has no backend at all.
    case unavailable
    /// The call could not be carried out; the text is for people.
    case failed(String)
    /// The source could not be asked.
    case unreachable(SourceFailure)
}
