internal import Proxy
internal import Reactor
internal import Telemetry
internal import Upstream

/// What one worker counts of its proxied calls. Workers do not share these, so that counting moves no cache line between
/// processors; a scrape adds them up.
final class ProxyMeters: @unchecked Sendable {
    // Guard of the unchecked Sendable: `table` and `knowsAll` are the worker's alone; a scrape reads `sources`.
    let byPhase = UpstreamPhase.allCases.map { _ in Counter() }
    let requestBytes = Counter()
    let responseBytes = Counter()
    let attempts = Counter()
    let gauges = WorkerGauges()

    private let labels: SourceLabels
    private let refused = SourceMeters(.none)
    private let others = SourceMeters(.other)
    private let sources: Lock<[SourceMeters]>
    private var table = SourceTable()
    /// Nobody can get a label any more, and all who have one are in the table.
    private var knowsAll = false

    init(labels: SourceLabels) {
        self.labels = labels
        sources = Lock([refused, others])
    }

    /// On the worker's thread.
    func count(_ call: ProxyObservation) {
        if let phase = call.phase, let index = UpstreamPhase.allCases.firstIndex(of: phase) { byPhase[index].add() }
        requestBytes.add(call.requestBytes)
        responseBytes.add(call.responseBytes)
        attempts.add(UInt64(max(call.attempts, 0)))
        meters(for: call).count(call)
    }

    /// By source, from any thread.
    var bySource: [SourceMeters] { sources.withLock { $0 } }

    private func meters(for call: ProxyObservation) -> SourceMeters {
        guard call.sourceID != 0 else { return refused }
        if let known = table[call.sourceID] { return known }
        return knowsAll ? others : meet(SourceLabel(id: call.sourceID, orgID: call.orgID, uid: call.sourceUID))
    }

    /// A source that this worker has not met yet.
    private func meet(_ label: SourceLabel) -> SourceMeters {
        switch labels.place(label) {
        case .own(let label): return add(label)
        case .full(let all):
            for label in all where table[label.id] == nil { _ = add(label) }
            knowsAll = true
            return table[label.id] ?? others
        }
    }

    private func add(_ label: SourceLabel) -> SourceMeters {
        let meters = SourceMeters(label)
        table.insert(meters, for: label.id)
        sources.withLock { $0.append(meters) }
        return meters
    }
}
