public import HTTP
public import Reactor

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

    /// Connects to `origin` without TLS, sends `opening`, and returns what the server says until `isWhole`, or as much of it as a greeting
    /// may have.
    public func greeting(
        of origin: Origin, sending opening: [UInt8], until isWhole: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(CallError) -> [UInt8] {
        let request = CallRequest(
            to: .plain(origin), for: .greeting(isWhole: isWhole), sending: opening, configuration: configuration)
        return try await call(request).body
    }

    /// The addresses of `origin` that may be dialled now, at least one, in the order to try them.
    public func addresses(of origin: Origin) async throws(CallError) -> [SocketAddress] {
        try await call(CallRequest(to: .addresses(origin), for: .addresses, configuration: configuration)).addresses
    }

    func take() -> [(request: CallRequest, asker: Asker)] {
        guard !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting
    }

    /// Takes no call from here on.
    func close() { isClosed = true }
}
