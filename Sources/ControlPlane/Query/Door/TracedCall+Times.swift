internal import Upstream

extension TracedCall {
    /// A call of `Upstream`. What it did not come to is left out, and so is a dial that it was spared, or did not want.
    init(
        _ what: String, _ times: CallTimes, dials: Bool = true, status: Int? = nil, error: UpstreamError? = nil
    ) {
        let failed = error.map { Phase($0.phase) }
        var phases: [(phase: Phase, microseconds: UInt64)] = []
        if let dial = times.dial {
            phases.append((.resolve, dial.resolve))
            if failed == .connect || (dials && failed != .resolve) { phases.append((.connect, dial.connect)) }
            if dial.tls > 0 || failed == .tls { phases.append((.tls, dial.tls)) }
        }
        if let request = times.request { phases.append((.request, request)) }
        if let answer = times.answer { phases.append((.answer, answer)) }
        self.init(what, phases, status: status, failed: failed)
    }
}

extension TracedCall.Phase {
    init(_ phase: UpstreamPhase) {
        self =
            switch phase {
            case .resolve: .resolve
            case .connect: .connect
            case .tls: .tls
            case .send: .request
            case .firstByte, .body: .answer
            }
    }
}
