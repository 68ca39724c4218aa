/// What one answer takes of the bytes that a worker's answers may take together; given back when nobody holds the answer any more.
public final class AnswerShare: @unchecked Sendable {
    // Guard of the unchecked Sendable: one thread at a time. It grows on the worker's loop while the answer comes, then where its
    // one task has it decoded, and is let go of behind that.
    private let budget: AnswerBudget
    private var bytes = 0

    init(of budget: AnswerBudget) { self.budget = budget }

    deinit { budget.giveBack(bytes) }

    /// Another share of the same bytes, for what is made of the answer.
    public func sibling() -> AnswerShare { AnswerShare(of: budget) }

    /// The answer has `count` bytes now; false when there is no room for them.
    public func grow(to count: Int) -> Bool {
        guard count > bytes else { return true }
        guard budget.take(count - bytes) else { return false }
        bytes = count
        return true
    }
}
