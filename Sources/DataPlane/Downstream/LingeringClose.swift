public import Bytes
public import Reactor

/// Ending a connection so that the caller gets the last answer: the write side is shut down, and what the caller still sends is read
/// and dropped for a while. Closing at once with bytes unread would reset the connection, and a reset overtakes the answer
/// (RFC 9112 9.6).
extension Downstream {
    /// Ends a connection under an answer that is not whole: nobody may take what came of it for all of it, and what came before it is not to
    /// be lost. A length or chunks tell by themselves that something is missing, and with TLS so does an end without its goodbye. Only where
    /// the connection's end would be the answer's (`endsWithConnection`), in the clear, nothing but a reset says that it is not meant, which
    /// may overtake earlier answers. True when the connection can be closed now.
    public mutating func cut(
        _ slot: Int, endsWithConnection: Bool, now: UInt64, deadlines: inout Deadlines
    ) -> Bool {
        guard callers[slot].stream.isSocket, !endsWithConnection || !callers[slot].stream.isPlainSocket else {
            callers[slot].stream.resetOnClose()
            return true
        }
        callers[slot].isCut = true
        callers[slot].state = .lingering
        setDeadline(slot, at: now + configuration.stallTimeoutMilliseconds, deadlines: &deadlines)
        return false
    }

    /// Goes on ending a connection; true when it is over and can be closed.
    public mutating func linger(
        _ slot: Int, read: inout ByteBuffer, readBytesMax: Int, now: UInt64, deadlines: inout Deadlines
    ) -> Bool {
        precondition(callers[slot].state == .lingering)
        let pending = callers[slot].stream.unsentBytes
        switch callers[slot].stream.flush() {
        case .failed: return true
        case .waiting:
            if callers[slot].stream.unsentBytes < pending {
                setDeadline(slot, at: now + configuration.stallTimeoutMilliseconds, deadlines: &deadlines)
            }
            return callers[slot].stream.hungUp
        case .sent: break
        }
        if callers[slot].stream.isOver { return true }
        if callers[slot].lingerPhase == .flushing {
            callers[slot].lingerPhase = .parting
            if !callers[slot].isCut { callers[slot].stream.sayGoodbye() }
            // Ending the side now would cut it off.
            if callers[slot].stream.unsentBytes > 0 { return callers[slot].stream.hungUp }
        }
        if callers[slot].lingerPhase == .parting {
            callers[slot].lingerPhase = .draining
            if callers[slot].isCut {
                callers[slot].stream.cutWriting()
            } else {
                callers[slot].stream.shutdownWriting()
            }
            callers[slot].lingersUntil = now + partingMillisecondsMax
            waitForLeave(slot, now: now, deadlines: &deadlines)
        }
        while callers[slot].stream.canRead {
            read.removeAll()
            switch callers[slot].stream.receive(into: &read, upTo: readBytesMax) {
            case .bytes(let count):
                callers[slot].lingerBytes -= count
                if callers[slot].lingerBytes <= 0 { return true }
                waitForLeave(slot, now: now, deadlines: &deadlines)
            case .wouldBlock: return false
            case .ended, .failed: return true
            }
        }
        return false
    }

    /// Gives the caller time to read what it was sent and to close.
    private mutating func waitForLeave(_ slot: Int, now: UInt64, deadlines: inout Deadlines) {
        let wait = min(configuration.partingMilliseconds, partingMillisecondsMax)
        setDeadline(slot, at: min(now + wait, callers[slot].lingersUntil), deadlines: &deadlines)
    }

    private var partingMillisecondsMax: UInt64 {
        isDraining ? configuration.lingerMilliseconds : configuration.partingMillisecondsMax
    }

    /// A drain has begun, which waits for nobody as long.
    mutating func hurryLinger(_ slot: Int, now: UInt64, deadlines: inout Deadlines) {
        guard callers[slot].lingerPhase == .draining else { return }
        callers[slot].lingersUntil = min(callers[slot].lingersUntil, now + configuration.lingerMilliseconds)
        setDeadline(slot, at: min(callers[slot].deadline, callers[slot].lingersUntil), deadlines: &deadlines)
    }
}
