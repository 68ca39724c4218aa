internal import Crypto
internal import Reactor

/// A caller with a list of calls: sends them over one connection after another, reads the answers, judges each.
final class ScriptedCaller: EndpointActor, WorldCaller {
    private unowned let world: World
    private let index: Int
    private let plan: CallerPlan
    /// With it, TLS is spoken.
    private let context: TLSClientContext?
    private var remaining: [CallPlan]

    private var socket: CallerSocket?
    private var connections: UInt16 = 0
    private var reader = MessageReader(isAnswer: true)
    /// Calls whose bytes have begun to leave, oldest first.
    private var outstanding: [CallPlan] = []
    private var output: [UInt8] = []
    private var written = 0
    /// Where in `output` the head of each call under way ends, and all of it.
    private var headEnds: [(offset: Int, call: CallPlan)] = []
    private var ends: [(offset: Int, call: CallPlan)] = []
    /// A body that waits for `100 Continue`.
    private var heldBody: CallPlan?
    private var isWritePaused = false
    private var isReadPaused = false
    private var isThinking = false
    /// A call that was sent must be the connection's last.
    private var hasSentLast = false
    /// The gate said that this connection ends.
    private var isGateClosing = false
    private var sentBytes = 0
    private var hasLeft = false
    private var waitingSince: UInt64 = 0
    private(set) var isDone = false

    private var endpoint: Endpoint? { socket?.endpoint }

    init(world: World, index: Int, plan: CallerPlan, context: TLSClientContext?, calls: [CallPlan]) {
        self.world = world
        self.index = index
        self.plan = plan
        self.context = context
        remaining = calls
    }

    /// What it waits for, for a report on a stuck world.
    var waitingFor: String {
        isDone
            ? "nothing"
            : "caller \(index): \(outstanding.map(\.name)), \(remaining.count) more, \(written) of \(output.count) written, "
                + "thinking \(isThinking), last \(takesNoMore), left \(hasLeft), \(endpoint?.story ?? "not connected")"
    }

    // MARK: Connections

    func begin() {
        guard !remaining.isEmpty else {
            isDone = true
            return
        }
        connections += 1
        reader = MessageReader(isAnswer: true)
        outstanding = []
        output = []
        written = 0
        headEnds = []
        ends = []
        heldBody = nil
        hasSentLast = false
        isGateClosing = false
        hasLeft = false
        sentBytes = 0
        isWritePaused = false
        isReadPaused = false
        isThinking = false
        let address = SocketAddress(ipv4: 10, 2, UInt8(index + 1), 1, port: 10_000 + connections)
        socket = CallerSocket(world.kernel.dial(WorldPlan.gate, from: address, actor: self), context)
    }

    func endpointReady(_ endpoint: Endpoint) {
        guard let socket, endpoint === socket.endpoint else { return }
        if endpoint.isReset && endpoint.unreadBytes == 0 { return connectionOver(isReset: true) }
        guard endpoint.isConnected || endpoint.unreadBytes > 0 else { return }
        socket.proceed()
        if let failure = socket.failure, !endpoint.wasSevered, !world.isDraining, !hasLeft {
            world.violate("caller \(index): TLS broke: \(failure)")
            return giveUp()
        }
        read(socket)
        guard self.socket === socket else { return }
        write(socket)
    }

    private func again(after nanoseconds: Int) {
        world.kernel.after(nanoseconds: nanoseconds) { [self, before = endpoint] in
            guard let endpoint, endpoint === before else { return }
            isWritePaused = false
            isReadPaused = false
            isThinking = false
            endpointReady(endpoint)
        }
    }

    /// Goes without waiting for what is owed.
    private func leave(_ endpoint: Endpoint) {
        hasLeft = true
        world.note("leaves")
        if plan.leaving == .halfClose, endpoint.isConnected {
            socket?.finish()
            return again(after: 1)
        }
        plan.leaving == .abort ? endpoint.abort() : endpoint.close()
        loseOutstanding()
        nextConnection()
    }

    private func nextConnection() {
        socket = nil
        if world.isDraining {
            isDone = true
            return
        }
        world.kernel.after(nanoseconds: world.kernel.random.scaled(1...500_000_000)) { self.begin() }
    }

    private func loseOutstanding() {
        for call in outstanding {
            call.isLost = true
            call.endedAt = world.kernel.now
        }
        outstanding = []
    }

    private func connectionOver(isReset: Bool) {
        guard let endpoint else { return }
        let wasSevered = endpoint.wasSevered
        endpoint.close()
        if !wasSevered && !hasLeft { judgeEnd(isReset: isReset) }
        if wasSevered || hasLeft {
            loseOutstanding()
        } else if isGateClosing {
            // What was sent behind the last answer was not looked at; it is sent again.
            remaining = outstanding + remaining
            outstanding = []
        }
        loseOutstanding()
        nextConnection()
    }

    /// The gate ended the connection: with everything answered, in the middle of an answer, or owing one.
    private func judgeEnd(isReset: Bool) {
        guard let call = outstanding.first, !isGateClosing || reader.isInBody else { return }
        call.endedAt = world.kernel.now
        if reader.isInBody {
            outstanding.removeFirst()
            if reader.endsWithConnection && !isReset {
                world.judge(reader.message, of: call)
            } else {
                world.judgeCut(call)
            }
            // Behind a broken answer nothing else is owed on this connection.
            remaining = outstanding + remaining
            outstanding = []
        } else {
            world.judgeSilence(call, isReset: isReset)
        }
    }

    // MARK: Reading

    private func read(_ socket: CallerSocket) {
        let endpoint = socket.endpoint
        while !isReadPaused, socket.isReady, endpoint.unreadBytes > 0 {
            reader.feed(socket.take(plan.readPiece))
            takeAnswers()
            guard self.socket === socket else { return }
            if let limit = plan.leavesAfterReceived, endpoint.receivedBytes >= limit, !hasLeft {
                return leave(endpoint)
            }
            if plan.readPause > 0, endpoint.unreadBytes > 0 {
                isReadPaused = true
                again(after: plan.readPause)
            }
        }
        if endpoint.hasEnded || endpoint.isReset && endpoint.unreadBytes == 0 {
            // With TLS an end that was not announced may be anybody's.
            connectionOver(isReset: endpoint.isReset || !socket.endsProperly)
        }
    }

    private func takeAnswers() {
        while true {
            let step = reader.next(isBodiless: outstanding.first?.isHead ?? false)
            switch step {
            case .needsMore: return
            case .broken(let what):
                world.violate("caller \(index) got a malformed answer: \(what)")
                return giveUp()
            case .head: if !isOwed(reader.message) { return giveUp() }
            case .complete: answered(reader.message)
            }
        }
    }

    private func isOwed(_ message: Message) -> Bool {
        if outstanding.isEmpty {
            world.violate("caller \(index) got an answer to nothing: \(message.startLine)")
            return false
        }
        return true
    }

    private func answered(_ message: Message) {
        guard let call = outstanding.first else { return }
        if message.status < 200 {
            if message.status != 100 || !call.expectsContinue {
                world.violate("call \(call.name) got an interim answer: \(message.startLine)")
            }
            return releaseBody()
        }
        outstanding.removeFirst()
        call.endedAt = world.kernel.now
        call.readingNanoseconds = plan.readingNanoseconds(socket?.endpoint.receivedBytes ?? 0)
        world.judge(message, of: call)
        if heldBody === call { heldBody = nil }
        if message.closes || call.isHTTP10 && message.first("connection")?.lowercased() != "keep-alive" {
            isGateClosing = true
        }
        if plan.thinking > 0, outstanding.isEmpty {
            isThinking = true
            again(after: plan.thinking)
        }
    }

    private func giveUp() {
        endpoint?.close()
        loseOutstanding()
        remaining = []
        socket = nil
        isDone = true
    }

    // MARK: Writing

    private func write(_ socket: CallerSocket) {
        let endpoint = socket.endpoint
        guard !hasLeft else { return }
        while true {
            enqueue()
            guard written < output.count, !isWritePaused else { break }
            let length = min(plan.writePiece, output.count - written)
            let taken = socket.offer(output[written..<written + length])
            written += taken
            sentBytes += taken
            noteSent()
            if let limit = plan.leavesAfterSent, sentBytes >= limit { return leave(endpoint) }
            guard taken == length else { return }
            if plan.writePause > 0, written < output.count {
                isWritePaused = true
                again(after: plan.writePause)
            }
        }
        if outstanding.isEmpty, remaining.isEmpty || takesNoMore, written == output.count { finish(endpoint) }
    }

    /// Everything is answered: the connection has served its purpose.
    private func finish(_ endpoint: Endpoint) {
        guard !takesNoMore || endpoint.hasEnded || remaining.isEmpty else { return }
        endpoint.close()
        nextConnection()
    }

    private func enqueue() {
        while !takesNoMore, !isThinking, heldBody == nil, outstanding.count < plan.pipelining,
            let call = remaining.first
        {
            remaining.removeFirst()
            if written == output.count {
                output = []
                written = 0
            }
            outstanding.append(call)
            call.startedAt = call.startedAt ?? world.kernel.now
            (call.attemptedAt, call.headReadAt) = (world.kernel.now, nil)
            call.connection = endpoint
            output += call.head
            headEnds.append((output.count, call))
            if call.expectsContinue {
                heldBody = call
                // As curl: it goes on after a while if nobody says so.
                world.kernel.after(nanoseconds: 1_000_000_000) { [self] in
                    guard heldBody === call, let endpoint else { return }
                    releaseBody()
                    endpointReady(endpoint)
                }
            } else {
                output += call.codedBody
                ends.append((output.count, call))
            }
            if isLast(call) { hasSentLast = true }
        }
    }

    /// Behind a request that says so nothing more may be sent.
    private func isLast(_ call: CallPlan) -> Bool {
        if case .malformed = call.kind { return true }
        return !call.keepsAlive
    }

    private var takesNoMore: Bool { hasSentLast || isGateClosing }

    private func releaseBody() {
        guard let call = heldBody else { return }
        heldBody = nil
        output += call.codedBody
        ends.append((output.count, call))
    }

    private func noteSent() {
        while let first = headEnds.first, first.offset <= written {
            headEnds.removeFirst()
            socket?.whenRead { [unowned world] in first.call.headReadAt = world.kernel.now }
        }
        while let first = ends.first, first.offset <= written {
            first.call.sentAt = world.kernel.now
            ends.removeFirst()
        }
        if written == output.count { (headEnds, ends) = ([], []) }
    }
}
