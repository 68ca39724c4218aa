internal import Reactor

/// What c-ares said during one call into it. Its callbacks cannot reach the loop, so they leave everything here, and the resolver
/// acts on it once the call is over.
@safe final class AresInbox {
    /// The last word on one of the library's sockets.
    struct SocketChange {
        /// Empty: it is closed.
        var interest: Readiness = []
        /// It was closed during the call; if there is interest, the number has been given to a new socket since.
        var wasClosed = false
    }

    /// How the search for one name ended; without addresses when it failed in any way.
    struct Outcome {
        let host: String
        let addresses: [SocketAddress]
        /// Time to live of the shortest-lived record.
        let seconds: Int
    }

    private var changes: [Int32: SocketChange] = [:]
    private var outcomes: [Outcome] = []
    /// Sockets whose server is known to be away.
    private var refused: Set<Int32> = []
    private var told: Int32?

    func note(socket: Int32, readable: Bool, writable: Bool) {
        if !readable && !writable {
            changes[socket] = SocketChange(wasClosed: true)
            refused.remove(socket)
        } else {
            let interest: Readiness = readable ? (writable ? [.readable, .writable] : .readable) : .writable
            changes[socket, default: SocketChange()].interest = interest
        }
    }

    func note(_ outcome: Outcome) { outcomes.append(outcome) }

    /// The kernel told a sender that nobody listens. It tells once, and to whoever asks next: what the same socket sent before
    /// would wait for its timeout, so that the next read has to be told again.
    func noteRefusal(of socket: Int32) { refused.insert(socket) }

    /// A socket that has to be read now; the read is told once.
    func takeRefused() -> Int32? {
        told = refused.popFirst()
        return told
    }

    func tellsRefusal(to socket: Int32) -> Bool {
        guard told == socket else { return false }
        told = nil
        return true
    }

    func takeChanges() -> [Int32: SocketChange] {
        guard !changes.isEmpty else { return [:] }
        defer { changes = [:] }
        return changes
    }

    func takeOutcomes() -> [Outcome] {
        guard !outcomes.isEmpty else { return [] }
        defer { outcomes = [] }
        return outcomes
    }
}
