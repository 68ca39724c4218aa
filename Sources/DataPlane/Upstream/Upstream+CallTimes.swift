internal import Reactor

/// How long the parts of calls of tasks took.
extension Upstream {
    /// The dial of a call has failed in `phase`.
    mutating func noteDial(of call: Int, _ slot: Int, endedIn phase: UpstreamPhase) {
        var dial = connections[slot].dial
        switch phase {
        case .resolve: dial.end(.resolve, at: moment)
        case .connect: dial.end(.connect, at: moment)
        case .tls: dial.end(.tls, at: moment)
        case .send, .firstByte, .body: break
        }
        calls[call].request.times.dial = dial
    }

    mutating func noteEnd(of call: Int) {
        guard calls[call].isConnected else { return }
        let took = moment - calls[call].since
        if calls[call].isSent {
            calls[call].request.times.answer = took
        } else {
            calls[call].request.times.request = took
        }
    }
}
