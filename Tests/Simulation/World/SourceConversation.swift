internal import Reactor

/// One connection to a scripted source: reads a request, judges it, answers it as its call's behaviour says.
final class SourceConversation: EndpointActor {
    private let source: ScriptedSource
    let endpoint: Endpoint
    private var reader = MessageReader(isAnswer: false)
    private var call: CallPlan?
    private var isRequestWhole = false
    private var output: [UInt8] = []
    private var written = 0
    private var isAnswering = false
    private var isPaused = false
    private var isOver = false
    private var served = 0
    /// Bytes of ours that the engine had read, and bytes that it had sent to the caller, when the call under way began.
    private var consumedBefore = 0
    private var deliveredBefore = 0

    private var world: World { source.world }

    init(source: ScriptedSource, endpoint: Endpoint) {
        self.source = source
        self.endpoint = endpoint
    }

    /// Bytes of this side that the engine has read.
    var consumedByEngine: Int { endpoint.peerReceivedBytes }

    func endpointReady(_ endpoint: Endpoint) {
        guard !isOver else { return }
        if endpoint.isReset {
            isOver = true
            return endpoint.close()
        }
        checkHeld()
        read()
        write()
        if !isOver, endpoint.hasEnded, !isAnswering || written == output.count { end() }
    }

    /// What the engine has of the answer and the caller's socket has not is in the engine's memory.
    private func checkHeld() {
        guard let call, call.behaviour.trouble == nil, let connection = call.connection, connection.isConnected else {
            return
        }
        world.checkHeld(consumedByEngine - consumedBefore - (connection.peerSentBytes - deliveredBefore), of: call)
    }

    // MARK: Requests

    private func read() {
        while !isOver, !(call?.behaviour.stopsReading ?? false), endpoint.unreadBytes > 0 {
            reader.feed(endpoint.take(65_536))
            takeRequests()
        }
    }

    private func takeRequests() {
        while !isOver {
            switch reader.next() {
            case .needsMore: return
            case .broken(let what):
                world.violate("source \(source.plan.index) was sent a malformed request: \(what)")
                return end()
            case .head: begin(reader.message)
            case .complete: finishRequest(reader.message)
            }
        }
    }

    private func begin(_ message: Message) {
        guard call == nil else {
            world.violate("source \(source.plan.index) was sent a request before it had answered the last")
            return end()
        }
        guard let nonce = message.first("x-nonce"), let call = world.call(nonce) else {
            world.violate("source \(source.plan.index) was sent a request that nobody made: \(message.startLine)")
            return end()
        }
        self.call = call
        world.note("  request at source", source.plan.index, call: call)
        isRequestWhole = false
        consumedBefore = consumedByEngine
        deliveredBefore = call.connection?.peerSentBytes ?? 0
        world.check(message, of: call, at: source.plan)
        world.noteArrival(of: call, in: self)
        if call.behaviour.isEarly { answerLater(call) }
    }

    private func finishRequest(_ message: Message) {
        guard let call else { return }
        isRequestWhole = true
        if message.body != call.body {
            world.violate(
                "call \(call.name): \(message.body.count) body bytes reached the source, not the \(call.body.count) sent"
            )
        }
        if message.trailers != call.requestTrailers {
            world.violate("call \(call.name): trailers \(message.trailers) reached the source")
        }
        if !isAnswering && !call.behaviour.isEarly { answerLater(call) }
        finishAnswer()
    }

    // MARK: Answers

    private func answerLater(_ call: CallPlan) {
        world.kernel.after(nanoseconds: call.behaviour.delay) { [self] in
            guard !isOver, self.call === call, !isAnswering else { return }
            answer(call)
        }
    }

    private func answer(_ call: CallPlan) {
        isAnswering = true
        written = 0
        output = AnswerWriter.bytes(for: call, random: &world.kernel.random)
        switch call.behaviour.trouble {
        case .resetsBeforeAnswer:
            world.noteStale(source.plan.index)
            return abort()
        case .closesBeforeAnswer:
            world.noteStale(source.plan.index)
            return end()
        case .silent: output = []
        default: write()
        }
        if call.behaviour.trouble != .silent { finishAnswer() }
    }

    private func write() {
        guard isAnswering, !isPaused, !isOver else { return }
        guard let call else { return }
        while written < output.count {
            let length = min(call.behaviour.piece, output.count - written)
            let taken = endpoint.offer(output[written..<written + length])
            written += taken
            if taken < length { return }
            if call.behaviour.pause > 0, written < output.count { return pause(call.behaviour.pause) }
        }
        finishAnswer()
    }

    private func pause(_ nanoseconds: Int) {
        isPaused = true
        world.kernel.after(nanoseconds: nanoseconds) { [self] in
            isPaused = false
            if !isOver { write() }
        }
    }

    private func finishAnswer() {
        guard isAnswering, written == output.count, !isOver, let call else { return }
        switch call.behaviour.trouble {
        case .resetsInBody:
            world.noteStale(source.plan.index)
            return abort()
        case .closesInBody:
            world.noteStale(source.plan.index)
            return end()
        case .silent: return
        case .stalls where !call.behaviour.looksWhole(isHead: call.isHead, bodyCount: call.answerBody.count): return
        default: break
        }
        if call.behaviour.closesAfter && (isRequestWhole || call.behaviour.stopsReading) {
            if !call.behaviour.saysClose { world.noteStale(source.plan.index) }
            return end()
        }
        guard isRequestWhole else { return }
        self.call = nil
        isAnswering = false
        served += 1
        if world.draws(source.plan.closesIdle) { closeWhenIdle(served) }
    }

    private func closeWhenIdle(_ served: Int) {
        world.kernel.after(nanoseconds: world.kernel.random.scaled(1...3_000_000_000)) { [self] in
            guard !isOver, self.served == served, call == nil, reader.isBetween else { return }
            world.noteStale(source.plan.index)
            // A reset before the answer has been read would take it back.
            let isDelivered = consumedByEngine == endpoint.sentBytes
            if isDelivered && world.draws(300) { abort() } else { end() }
        }
    }

    private func end() {
        isOver = true
        endpoint.close()
    }

    private func abort() {
        isOver = true
        endpoint.abort()
    }
}
