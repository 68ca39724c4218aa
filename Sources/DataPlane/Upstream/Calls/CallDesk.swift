internal import Reactor
internal import Synchronization

/// Where the tasks of a worker's loop leave calls for it, and wait for the answers or for a moment to come. Its worker takes them up in
/// the same turn and resumes the tasks on the same loop: no other thread has a part in it.
///
/// A task that is cancelled, on the same loop, is resumed at once: its call is broken off, and the source sees its connection end.
@safe public final class CallDesk: @unchecked Sendable {
    // Guard of the unchecked Sendable: one thread, the loop's. A task that prefers the loop runs nowhere else, and whoever
    // cancels one is the worker, or a task of the same loop.
    typealias Asker = CheckedContinuation<SourceCall.Outcome, Never>

    public let configuration: CallConfiguration
    // Looked at on every turn: atomics need no check of exclusivity.
    private let moment = Atomic<UInt64>(0)
    private let hasRequests = Atomic(false)
    /// Somebody may be waiting for a moment.
    private let hasPauses = Atomic(false)
    private var waiting: [(request: CallRequest, asker: Asker)] = []
    private var withdrawn: [CallRequest] = []
    private var pauses: CallPauses
    private var isClaimed = false
    private var isClosed = false

    public init(configuration: CallConfiguration = CallConfiguration()) {
        self.configuration = configuration
        pauses = CallPauses(limit: configuration.pausesMax)
    }

    /// Milliseconds of the monotonic clock, as of this turn.
    public var now: UInt64 { moment.load(ordering: .relaxed) }

    // MARK: Tasks

    /// Sends `request`, which is sent once, and returns the whole answer, whatever its status.
    public func call(_ request: CallRequest) async throws(CallError) -> CallAnswer {
        guard !isClosed else { throw .ending }
        guard !Task.isCancelled else { throw .withdrawn }
        let outcome: SourceCall.Outcome = await withTaskCancellationHandler {
            await withCheckedContinuation {
                waiting.append((request, $0))
                hasRequests.store(true, ordering: .relaxed)
            }
        } onCancel: {
            withdrawn.append(request)
            hasRequests.store(true, ordering: .relaxed)
        }
        return try outcome.get()
    }

    /// Comes back when `milliseconds` are over.
    public func pause(milliseconds: UInt64) async throws(CallError) {
        guard !isClosed else { throw .ending }
        guard !pauses.isFull else { throw .noRoom }
        guard !Task.isCancelled else { throw .withdrawn }
        let (moment, isBeyond) = now.addingReportingOverflow(milliseconds)
        let pause = Pause()
        await withTaskCancellationHandler {
            await withCheckedContinuation {
                pause.handle = pauses.begin(until: isBeyond ? .max : moment, $0)
                hasPauses.store(true, ordering: .relaxed)
            }
        } onCancel: {
            if let handle = pause.handle { pauses.end(handle) }
        }
        guard !isClosed else { throw .ending }
        guard !Task.isCancelled else { throw .withdrawn }
    }

    /// What a pause is ended by.
    private final class Pause: @unchecked Sendable {
        // Guard of the unchecked Sendable: the desk's.
        var handle: Handle?
    }

    // MARK: The worker

    /// A worker is the desk's from here on. Two would be two threads.
    func claim() {
        precondition(!isClaimed, "a desk was given to two workers")
        isClaimed = true
    }

    /// A turn begins; pauses that are over end.
    func beginTurn(at now: UInt64) {
        moment.store(now, ordering: .relaxed)
        guard hasPauses.load(ordering: .relaxed) else { return }
        pauses.pass(to: now)
        hasPauses.store(pauses.next != nil, ordering: .relaxed)
    }

    /// Something waits for the worker.
    var hasWork: Bool { hasRequests.load(ordering: .relaxed) }

    /// The nearest moment at which a pause ends.
    var nextPause: UInt64? { hasPauses.load(ordering: .relaxed) ? pauses.next : nil }

    func take() -> [(request: CallRequest, asker: Asker)] {
        guard hasWork else { return [] }
        defer {
            waiting = []
            hasRequests.store(!withdrawn.isEmpty, ordering: .relaxed)
        }
        return waiting
    }

    /// Requests whose answers nobody waits for any longer; some may be over.
    func takeWithdrawn() -> [CallRequest] {
        guard hasWork else { return [] }
        defer {
            withdrawn = []
            hasRequests.store(!waiting.isEmpty, ordering: .relaxed)
        }
        return withdrawn
    }

    /// Takes no call from here on, and ends all pauses.
    func close() {
        isClosed = true
        pauses.endAll()
    }
}
