internal import Reactor

/// What the calls of one check went through, noted as each ends, for whoever wants to know where it failed and how long it took.
public final class SourceTrace: Sendable {
    private let noted = Lock<[TracedCall]>([])

    public init() {}

    /// In the order in which they ended.
    public var calls: [TracedCall] { noted.withLock { $0 } }

    func note(_ call: TracedCall) { noted.withLock { $0.append(call) } }
}
