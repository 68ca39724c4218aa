internal import Reactor

/// Where the tasks of a worker's loop leave calls for it, and wait for the answers. Its worker takes them up in the same turn and
/// resumes the tasks on the same loop: no other thread has a part in it.
@safe public final class CallDesk: @unchecked Sendable {
    // Guard of the unchecked Sendable: one thread, the loop's. A task that prefers the loop runs nowhere else.
    typealias Asker = CheckedContinuation<SourceCall.Outcome, Never>

    public let configuration: CallConfiguration
    private var waiting: [(request: CallRequest, asker: Asker)] = []
    private var isClaimed = false
    private var isClosed = false

    public init(configuration: CallConfiguration = CallConfiguration()) { self.configuration = configuration }

    /// A worker is the desk's from here on. Two would be two threads.
    func claim() {
        precondition(!isClaimed, "a desk was given to two workers")
        isClaimed = true
    }

    /// Sends `request` and returns the whole answer, whatever its status.
    public func call(_ request: CallRequest) async throws(CallError) -> CallAnswer {
        guard !isClosed else { throw .ending }
        let outcome: SourceCall.Outcome = await withCheckedContinuation { waiting.append((request, $0)) }
        return try outcome.get()
    }

    func take() -> [(request: CallRequest, asker: Asker)] {
        guard !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting
    }

    /// Takes no call from here on.
    func close() { isClosed = true }
}
