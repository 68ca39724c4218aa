internal import Crypto
public import Reactor

/// Callers that speak TLS: the handshake before their first request.
extension Downstream {
    /// Puts TLS over a caller that was just taken in.
    mutating func beginHandshake(
        _ slot: Int, _ certificate: CallerCertificate, now: UInt64, deadlines: inout Deadlines
    ) {
        if handshakes.count >= configuration.handshakesMax { endOldestHandshake() }
        callers[slot].stream.begin(TLSSession(certificate.current))
        callers[slot].state = .handshaking
        handshakes.join(handle(of: slot))
        setDeadline(slot, at: now + configuration.handshakeTimeoutMilliseconds, deadlines: &deadlines)
    }

    private mutating func endOldestHandshake() {
        while let handle = handshakes.next() {
            guard callers.contains(handle), callers[handle.slot].state == .handshaking else { continue }
            return close(handle.slot)
        }
    }

    /// Goes on with a caller's handshake. When it is done the first request's time begins.
    public mutating func shake(_ slot: Int, now: UInt64, deadlines: inout Deadlines) -> HandshakeStep {
        precondition(callers[slot].state == .handshaking)
        switch callers[slot].stream.stepHandshake() {
        case .needsBytes: return callers[slot].stream.hungUp ? .close : .nothing
        case .failed: return .close
        case .done:
            handshakes.left()
            noteCall(slot, now: now, deadlines: &deadlines)
            if callers[slot].stream.agreedProtocol == .http2 {
                beginHTTP2(slot, now: now, deadlines: &deadlines)
                return .ready
            }
            callers[slot].state = .reading
            setDeadline(slot, at: now + configuration.headTimeoutMilliseconds, deadlines: &deadlines)
            return .ready
        }
    }
}
