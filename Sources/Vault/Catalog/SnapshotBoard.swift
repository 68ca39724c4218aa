internal import Bytes

/// Where the current snapshot stands, and who has it already.
public final class SnapshotBoard: Sendable {
    private struct State {
        var current: RouteSnapshot
        var subscribers: [Int: Subscriber] = [:]
        var nextSubscriber = 0
        var waiters: [Waiter] = []
    }

    private struct Subscriber: Sendable {
        let deliver: @Sendable (RouteSnapshot) -> Void
        var acknowledged: UInt64
    }

    private struct Waiter: Sendable {
        let generation: UInt64
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state: Guarded<State>
    /// Held while a snapshot is made and delivered, so that nobody is handed two in the wrong order.
    private let publishing = Guarded<Void>(())

    public init(_ first: RouteSnapshot) { state = Guarded(State(current: first)) }

    public var current: RouteSnapshot { state.withLock { $0.current } }

    /// Registers a worker; `deliver` is called with every snapshot from now on, in order, from the publishing thread,
    /// and may only put it into a mailbox. The worker then reads `current` once, and counts as having what it read.
    public func subscribe(_ deliver: @escaping @Sendable (RouteSnapshot) -> Void) -> Int {
        state.withLock { state in
            let subscriber = state.nextSubscriber
            state.nextSubscriber += 1
            state.subscribers[subscriber] = Subscriber(deliver: deliver, acknowledged: state.current.generation)
            return subscriber
        }
    }

    /// A worker that ends: nobody waits for it any longer.
    public func unsubscribe(_ subscriber: Int) {
        let ready = state.withLock { state in
            state.subscribers[subscriber] = nil
            return Self.takeReady(&state)
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Called in commit order by the thread that committed: makes the next snapshot, swaps it in, delivers it.
    public func publish(_ changes: [StoreChange], builder: RouteBuilder) {
        publishing.withLock { _ in
            let next = current.applying(changes, builder: builder)
            let delivers = state.withLock { state in
                state.current = next
                return state.subscribers.values.map(\.deliver)
            }
            for deliver in delivers { deliver(next) }
        }
    }

    /// A worker uses this generation from now on.
    public func acknowledge(subscriber: Int, generation: UInt64) {
        let ready = state.withLock { state in
            guard let known = state.subscribers[subscriber]?.acknowledged else { return [Waiter]() }
            state.subscribers[subscriber]?.acknowledged = max(known, generation)
            return Self.takeReady(&state)
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Returns when every worker has acknowledged the generation that is current now.
    public func settled() async {
        await withCheckedContinuation { continuation in
            let isSettled = state.withLock { state in
                let generation = state.current.generation
                if Self.isSettled(state, generation) { return true }
                state.waiters.append(Waiter(generation: generation, continuation: continuation))
                return false
            }
            if isSettled { continuation.resume() }
        }
    }

    private static func isSettled(_ state: State, _ generation: UInt64) -> Bool {
        state.subscribers.values.allSatisfy { $0.acknowledged >= generation }
    }

    private static func takeReady(_ state: inout State) -> [Waiter] {
        guard !state.waiters.isEmpty else { return [] }
        let seen = state.subscribers.values.map(\.acknowledged).min() ?? .max
        let ready = state.waiters.filter { $0.generation <= seen }
        state.waiters.removeAll { $0.generation <= seen }
        return ready
    }
}
