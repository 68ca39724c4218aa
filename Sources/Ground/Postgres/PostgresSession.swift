internal import Reactor

/// One connection's life as a machine over `PostgresLink`: it says what it waits for and never blocks. Touched by its client's thread only.
///
/// Each statement runs alone: in a read-only transaction of its own that has read once before, so that it cannot be made a writing one
/// any more, and behind it everything that a session keeps is discarded. What the caller sent is one statement by protocol.
final class PostgresSession {
    /// Legal next states: connecting → ready; ready → preparing → asking → rollingBack → discarding → ready. Every state may end.
    enum State: Equatable {
        case connecting
        /// Nothing is under way: it may be given a statement.
        case ready
        /// The transaction is being opened.
        case preparing
        case asking
        case rollingBack
        case discarding
    }

    enum Step {
        case wait(Readiness)
        /// The statement is answered; step again to make the connection ready for the next.
        case answered(Result<PostgresRows, PostgresError>)
        case ready
        /// The connection is over and nothing of the statement has been sent: another one may take it.
        case stale
        /// The connection is over, and nobody waits for it.
        case over
    }

    /// Milliseconds within which a server notices that the connection of a statement under way is closed.
    private static let noticeMilliseconds = 500

    private let link: PostgresLink
    private(set) var state = State.connecting
    private var statement: PostgresStatement?
    private var rows = PostgresRows()
    private var failure: PostgresError?
    /// What the server had sent when the statement was.
    private var receivedBefore: UInt64 = 0
    /// Its first dial is under way.
    private var hasBegun = false
    /// It has served before, so that its end may be older than the statement.
    private var isReused = false

    init(_ settings: PostgresSettings) throws(PostgresError) { link = try PostgresLink(settings) }

    var rawDescriptor: Int32? { link.rawDescriptor }

    /// What its statement waits for, before the next step.
    var phase: PostgresPhase { state == .connecting ? link.phase : .statement }

    /// Gives a ready connection a statement, which the server is to end after `milliseconds`, or when the connection is closed.
    func ask(_ statement: PostgresStatement, milliseconds: UInt64) {
        precondition(state == .ready)
        self.statement = statement
        rows = PostgresRows()
        failure = nil
        state = .preparing
        // The setting counts in 31 bits.
        let limit = min(max(milliseconds, 1), UInt64(Int32.max))
        let opening = "BEGIN READ ONLY; SELECT set_config('statement_timeout', '\(limit)', true)\(watching)"
        if !link.sendOwn(opening) { failure = .connectionLost(link.message) }
    }

    /// Has the server look for the connection's end while a statement is under way (PostgreSQL 14 or later; on other systems than Linux
    /// some versions refuse the setting, which would break off the transaction).
    private var watching: String {
        guard link.serverVersion >= 140_000 else { return "" }
        return "; SELECT set_config('client_connection_check_interval', '\(Self.noticeMilliseconds)', true)"
            + " WHERE version() LIKE '%linux%'"
    }

    /// Goes as far as it can.
    func step() -> Step {
        switch state {
        case .connecting: return stepConnecting()
        case .ready: return link.receive() && !link.isBroken ? .ready : .over
        case .preparing, .asking, .rollingBack, .discarding: break
        }
        guard let isFlushed = link.flush(), link.receive() else { return lost() }
        if state == .asking, let limit = statement?.bytesMax, receivedBytes > UInt64(limit) {
            return end(.failure(.answerTooLarge(limit: limit)))
        }
        return take() ?? .wait(isFlushed ? .readable : [.readable, .writable])
    }

    private func stepConnecting() -> Step {
        // As if libpq had been polled already and had said so (PQconnectPoll's page); the first step is taken when the session is made.
        guard hasBegun else {
            hasBegun = true
            return .wait(.writable)
        }
        switch link.connect() {
        case .wait(let readiness): return .wait(readiness)
        case .failed: return end(.failure(.connectFailed(link.message)))
        case .connected:
            state = .ready
            return .ready
        }
    }

    private var receivedBytes: UInt64 {
        guard let raw = link.rawDescriptor else { return 0 }
        let now = SocketCounters.receivedBytes(rawDescriptor: raw)
        return now > receivedBefore ? now - receivedBefore : 0
    }

    // MARK: Results

    /// Takes what has come whole; nothing when more must come.
    private func take() -> Step? {
        while true {
            switch link.next() {
            case .pending: return link.isBroken ? lost() : nil
            case .none: if let step = commandIsOver() { return step }
            case .row(let answer):
                if state == .asking, let step = take(answer) { return step }
            case .done(let answer):
                if state == .asking && rows.columns.isEmpty { rows.columns = answer.columns }
            case .copy: return end(.failure(.copyRefused))
            case .failed(let severity, let sqlState, let message):
                failure = failure ?? .failed(severity: severity, sqlState: sqlState, message: message)
                if link.isBroken { return lost() }
            }
        }
    }

    /// One row; a step when there are too many.
    private func take(_ answer: PostgresAnswer) -> Step? {
        guard let statement else { return nil }
        if rows.columns.isEmpty { rows.columns = answer.columns }
        guard rows.rowCount < statement.rowsMax else {
            rows.isCut = true
            return end(.success(rows))
        }
        answer.append(to: &rows)
        return nil
    }

    /// The answer to what was sent is whole: the next command, or a step.
    private func commandIsOver() -> Step? {
        switch state {
        case .preparing where failure != nil: return lost()
        case .preparing:
            guard let statement else { return lost() }
            receivedBefore = link.rawDescriptor.map { SocketCounters.receivedBytes(rawDescriptor: $0) } ?? 0
            return send(.asking) { $0.send(statement.sql) }
        case .asking:
            let outcome: Result<PostgresRows, PostgresError> = failure.map { .failure($0) } ?? .success(rows)
            forget()
            _ = send(.rollingBack) { $0.sendOwn("ROLLBACK") }
            return .answered(outcome)
        case .rollingBack:
            return send(.discarding) { $0.sendOwn("DISCARD ALL") }
        case .discarding:
            guard failure == nil else { return .over }
            isReused = true
            state = .ready
            return .ready
        case .connecting, .ready: return .over
        }
    }

    private func send(_ next: State, _ send: (PostgresLink) -> Bool) -> Step? {
        state = next
        guard send(link), let isFlushed = link.flush() else { return lost() }
        return isFlushed ? nil : .wait([.readable, .writable])
    }

    // MARK: Ends

    private func forget() {
        statement = nil
        rows = PostgresRows()
        failure = nil
    }

    /// The connection has ended.
    private func lost() -> Step {
        switch state {
        case .preparing where isReused: return .stale
        case .preparing, .asking: return end(.failure(failure ?? .connectionLost(link.message)))
        case .connecting, .ready, .rollingBack, .discarding: return .over
        }
    }

    /// The statement is answered and the connection is not to be used again: whoever drives it closes it.
    private func end(_ outcome: Result<PostgresRows, PostgresError>) -> Step {
        forget()
        state = .discarding
        failure = .connectionLost("")
        return .answered(outcome)
    }

    /// It ended for good in the step before.
    var isOver: Bool { state == .discarding && failure != nil }
}
