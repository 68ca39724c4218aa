internal import Crypto
internal import Reactor

/// The thread behind `PostgresClient`: a loop over libpq's sockets.
final class PostgresEngine: @unchecked Sendable {
    // Guard of the unchecked Sendable: `mailbox` is made for threads; everything else is touched by the thread in `run`.
    private enum Message: Sendable {
        case job(PostgresJob)
        case withdrawn(PostgresTicket)
        case stop
    }

    private let configuration: PostgresClientConfiguration
    private let kernel: Kernel
    private var loop: Loop
    private let mailbox: Mailbox<Message>
    private var seats: [Int: PostgresSeat] = [:]
    private var nextSeat = 0
    private var pools: [Digest256: PostgresPool] = [:]
    private var waitingCount = 0
    private var isStopped = false
    private var now: UInt64 = 0

    init(configuration: PostgresClientConfiguration, kernel: Kernel) throws(SystemError) {
        self.configuration = configuration
        self.kernel = kernel
        loop = try Loop(kernel: kernel)
        mailbox = Mailbox(wake: loop.wake)
    }

    // MARK: From other threads

    func post(
        _ statement: PostgresStatement, _ settings: PostgresSettings, _ trace: PostgresTrace?, _ ticket: PostgresTicket,
        _ continuation: CheckedContinuation<Result<PostgresRows, PostgresError>, Never>
    ) {
        let (deadline, isBeyond) = kernel.monotonicMilliseconds.addingReportingOverflow(statement.milliseconds)
        mailbox.post(
            .job(
                PostgresJob(
                    settings: settings, poolKey: settings.poolKey, statement: statement,
                    deadline: isBeyond ? .max : deadline, trace: trace, ticket: ticket, continuation: continuation)))
    }

    /// Nobody waits for that statement any more; it may be over.
    func withdraw(_ ticket: PostgresTicket) {
        // The mark is for a job that comes behind the message.
        ticket.withdraw()
        mailbox.post(.withdrawn(ticket))
    }

    func stop() { mailbox.post(.stop) }

    // MARK: One turn

    /// Serves until it is stopped.
    func run() {
        while !isStopped {
            now = kernel.monotonicMilliseconds
            let count = loop.wait(milliseconds: waitTime)
            now = kernel.monotonicMilliseconds
            for index in 0..<count {
                let handle = loop.event(index).handle
                switch handle.kind {
                case .wake: takeMessages()
                case .source: drive(handle.slot)
                case .caller, .listener, .resolver: break
                }
            }
            expire()
        }
        endAll()
    }

    private var waitTime: Int32 {
        let next = min(
            seats.values.lazy.map(\.deadline).min() ?? .max, pools.values.lazy.compactMap(\.firstDeadline).min() ?? .max
        )
        guard next < .max else { return -1 }
        return next > now ? Int32(clamping: next - now) : 0
    }

    private func takeMessages() {
        loop.wake.drain()
        var messages: [Message] = []
        mailbox.take(into: &messages)
        for message in messages {
            switch message {
            case .stop: isStopped = true
            case .job(let job): take(job)
            case .withdrawn(let ticket): end(ticket)
            }
        }
    }

    // MARK: Statements

    private func take(_ job: PostgresJob) {
        guard !isStopped else { return job.finish(.failure(.stopped)) }
        guard !job.ticket.isWithdrawn else { return job.finish(.failure(.withdrawn)) }
        guard waitingCount < configuration.waitingMax else { return job.finish(.failure(.busy)) }
        waitingCount += 1
        pools[job.poolKey, default: PostgresPool()].waiting.append(job)
        pools[job.poolKey]?.idleMax = job.settings.idleMax
        serve(job.poolKey)
    }

    /// Gives waiting statements to idle connections, or to new ones.
    private func serve(_ key: Digest256) {
        while let job = pools[key]?.waiting.first {
            if let seat = pools[key]?.idle.popLast() {
                dequeue(key)
                give(job, to: seat)
            } else if canConnect(job) {
                dequeue(key)
                connect(job)
            } else {
                return
            }
        }
    }

    private func dequeue(_ key: Digest256) {
        pools[key]?.waiting.removeFirst()
        waitingCount -= 1
    }

    private func canConnect(_ job: PostgresJob) -> Bool {
        guard pools[job.poolKey]?.total ?? 0 < job.settings.connectionsMax else { return false }
        return seats.count < configuration.connectionsMax || closeSomeIdle()
    }

    private func closeSomeIdle() -> Bool {
        guard let seat = pools.values.lazy.compactMap(\.idle.first).first else { return false }
        close(seat)
        return true
    }

    private func connect(_ job: PostgresJob) {
        do throws(PostgresError) {
            let session = try PostgresSession(job.settings)
            nextSeat = (nextSeat + 1) & 0xFF_FFFF
            while seats[nextSeat] != nil { nextSeat = (nextSeat + 1) & 0xFF_FFFF }
            seats[nextSeat] = PostgresSeat(
                session: session, poolKey: job.poolKey, job: job,
                deadline: min(now &+ job.settings.connectMilliseconds, job.deadline),
                expiry: now &+ job.settings.lifetimeMilliseconds,
                since: kernel.monotonicMicroseconds)
            pools[job.poolKey, default: PostgresPool()].total += 1
            drive(nextSeat)
        } catch {
            job.finish(.failure(error))
        }
    }

    private func give(_ job: PostgresJob, to seat: Int) {
        seats[seat]?.job = job
        seats[seat]?.since = kernel.monotonicMicroseconds
        begin(job, on: seat)
        drive(seat)
    }

    /// The server is told how much of its time is left to the statement.
    private func begin(_ job: PostgresJob, on seat: Int) {
        seats[seat]?.session.ask(job.statement, milliseconds: job.deadline > now ? job.deadline - now : 1)
        seats[seat]?.deadline = job.deadline
    }

    /// Takes a statement out of its line, or ends it: its connection is closed, which the server notices.
    private func end(_ ticket: PostgresTicket) {
        if let seat = seats.first(where: { $0.value.job?.ticket === ticket })?.key { return fail(seat, .withdrawn) }
        for key in pools.keys {
            guard let place = pools[key]?.waiting.firstIndex(where: { $0.ticket === ticket }) else { continue }
            pools[key]?.waiting.remove(at: place).finish(.failure(.withdrawn))
            waitingCount -= 1
            if pools[key]?.isEmpty == true { pools[key] = nil }
            return
        }
    }

    // MARK: Connections

    /// Steps a connection as far as it goes.
    private func drive(_ seat: Int) {
        while let session = seats[seat]?.session {
            // While it connects libpq may have closed the socket for another one of the same number.
            if session.state == .connecting { unwatch(seat) }
            let phase = session.phase
            let step = session.step()
            trace(seat, phase)
            switch step {
            case .wait(let readiness): return watch(seat, readiness)
            case .answered(let outcome):
                answer(seat, outcome)
                if session.isOver { return close(seat) }
            case .ready:
                guard let job = seats[seat]?.job else { return rest(seat) }
                begin(job, on: seat)
            case .stale: return redo(seat)
            case .over: return close(seat)
            }
        }
    }

    /// Tells the seat's job what it has waited for since it was told last.
    private func trace(_ seat: Int, _ phase: PostgresPhase) {
        guard let entry = seats[seat], let trace = entry.job?.trace else { return }
        let moment = kernel.monotonicMicroseconds
        trace.add(moment - entry.since, to: phase)
        seats[seat]?.since = moment
    }

    private func answer(_ seat: Int, _ outcome: Result<PostgresRows, PostgresError>) {
        seats[seat]?.deadline = now &+ configuration.housekeepingMilliseconds
        guard let job = seats[seat]?.job else { return }
        seats[seat]?.job = nil
        // The server's own clock ends a statement at the same moment as ours.
        let isLate = outcome.isCancelled && kernel.monotonicMilliseconds >= job.deadline
        job.finish(isLate ? .failure(.timeout) : outcome)
    }

    /// A connection that has nothing to do waits in its pool, if there is room, and watches for its end.
    private func rest(_ seat: Int) {
        guard let entry = seats[seat] else { return }
        let key = entry.poolKey
        let idleMax = pools[key]?.idleMax ?? 0
        pools[key]?.idle.removeAll { $0 == seat }
        if let job = pools[key]?.waiting.first {
            dequeue(key)
            return give(job, to: seat)
        }
        guard now < entry.expiry, pools[key]?.idle.count ?? 0 < idleMax else { return close(seat) }
        pools[key]?.idle.append(seat)
        seats[seat]?.deadline = entry.expiry
        watch(seat, .readable)
    }

    /// An idle connection turned out to be dead before the statement was sent.
    private func redo(_ seat: Int) {
        let job = seats[seat]?.job
        seats[seat]?.job = nil
        close(seat)
        if let job { take(job) }
    }

    private func close(_ seat: Int) {
        unwatch(seat)
        guard let entry = seats.removeValue(forKey: seat) else { return }
        entry.job?.finish(.failure(.stopped))
        pools[entry.poolKey]?.total -= 1
        pools[entry.poolKey]?.idle.removeAll { $0 == seat }
        if pools[entry.poolKey]?.isEmpty == true { pools[entry.poolKey] = nil }
        serve(entry.poolKey)
    }

    // MARK: Descriptors

    private func watch(_ seat: Int, _ readiness: Readiness) {
        guard let raw = seats[seat]?.session.rawDescriptor else { return close(seat) }
        let isNew = seats[seat]?.watched != raw
        if !isNew && seats[seat]?.interest == readiness { return }
        if isNew { unwatch(seat) }
        do throws(SystemError) {
            try loop.watch(
                rawDescriptor: raw, handle: Handle(kind: .source, slot: seat), interest: readiness, isNew: isNew)
            seats[seat]?.watched = raw
            seats[seat]?.interest = readiness
        } catch {
            fail(seat, .connectFailed("\(error)"))
        }
    }

    private func unwatch(_ seat: Int) {
        guard let raw = seats[seat]?.watched else { return }
        loop.unwatch(rawDescriptor: raw)
        seats[seat]?.watched = nil
    }

    // MARK: Time and end

    private func expire() {
        for (seat, entry) in seats where entry.deadline <= now {
            trace(seat, entry.session.phase)
            let isOutOfTime = entry.job.map { $0.deadline <= now } ?? true
            fail(seat, isOutOfTime ? .timeout : .connectTimeout)
        }
        for key in pools.keys { expireWaiting(key) }
    }

    private func expireWaiting(_ key: Digest256) {
        let late = pools[key]?.waiting.filter { $0.deadline <= now } ?? []
        pools[key]?.waiting.removeAll { $0.deadline <= now }
        waitingCount -= late.count
        for job in late { job.finish(.failure(.timeout)) }
        if pools[key]?.isEmpty == true { pools[key] = nil }
    }

    private func fail(_ seat: Int, _ error: PostgresError) {
        seats[seat]?.job?.finish(.failure(error))
        seats[seat]?.job = nil
        close(seat)
    }

    private func endAll() {
        for key in pools.keys {
            for job in pools[key]?.waiting ?? [] { job.finish(.failure(.stopped)) }
            pools[key]?.waiting = []
        }
        for seat in seats.keys { fail(seat, .stopped) }
        takeMessages()
    }
}

extension Result<PostgresRows, PostgresError> {
    /// The server was told to break the statement off, by whomever.
    fileprivate var isCancelled: Bool {
        guard case .failure(.failed(_, "57014", _)) = self else { return false }
        return true
    }
}
