internal import Downstream
internal import HTTP
internal import Proxy
internal import Upstream

/// What must hold of every message.
extension World {
    // MARK: At a source

    func check(_ request: Message, of call: CallPlan, at source: SourcePlan) {
        func wrong(_ what: String) { violate("call \(call.name) at source \(source.index): \(what)") }
        guard case .proxied(let meant) = call.kind, meant == source.index else {
            return wrong("it was not meant for this source")
        }
        let words = request.words
        if words[0] != call.method { wrong("method \(words[0]), not \(call.method)") }
        if words[1] != call.sourceTarget { wrong("target \(words[1]), not \(call.sourceTarget)") }
        if request.headText.contains("callersecret") {
            wrong("something of the caller's own arrived: \(request.headText)")
        }
        let authorization = request.all("authorization")
        if authorization != WorldCatalog.authorization(source) { wrong("credential \(authorization)") }
        let key = request.all("x-source-key")
        if key != WorldCatalog.sourceKey(source, sentByCaller: []) && source.credential == .header {
            wrong("header credential \(key)")
        }
        if request.all("host").count != 1 { wrong("hosts \(request.all("host"))") }
    }

    /// A request's head has come: never more than callers sent, unless asking again can do no harm.
    func noteArrival(of call: CallPlan, in conversation: SourceConversation) {
        call.arrivals += 1
        if call.arrivals > 1 {
            if !call.isIdempotent { violate("call \(call.name), \(call.method), was sent \(call.arrivals) times") }
            if call.behaviour.interims == 0, let last = call.lastConversation,
                last.consumedByEngine > call.consumedBefore
            {
                violate("call \(call.name) was sent again after an answer to it had begun")
            }
        }
        call.lastConversation = conversation
        call.consumedBefore = conversation.consumedByEngine
    }

    /// Memory: an answer may be held as one read, one head and one pipe, however slow its caller is.
    func checkHeld(_ bytes: Int, of call: CallPlan) {
        let limits = plan.configuration
        let bound = limits.readBufferBytes + limits.downstream.headLimits.headBytesMax + limits.pipeBytes
        if bytes > bound { violate("call \(call.story): \(bytes) bytes of its answer are held, more than \(bound)") }
    }

    // MARK: At a caller

    func judge(_ answer: Message, of call: CallPlan) {
        call.isAnswered = true
        let status = answer.status
        func wrong(_ what: String) { violate("call \(call.story): \(what)") }
        if answer.headText.contains("sourcesecret") || answer.headText.lowercased().contains("set-cookie") {
            wrong("something of the source's own arrived: \(answer.headText)")
        }
        if let nonce = answer.first("x-nonce"), nonce != call.name { return wrong("the answer to \(nonce) arrived") }
        if isTooLate(call) {
            wrong("it was answered after \(((call.endedAt ?? 0) - (call.sentAt ?? 0)) / 1_000_000_000) s")
        }
        if status == 401, hasGuesses, call.sendsPassword { return }
        if status == 408, isHeadLate(call) {
            // Then it was no call.
            call.isAnswered = false
            return
        }
        switch call.kind {
        case .proxied(let source): judgeProxied(answer, call, source)
        case .control: judgeControl(answer, call)
        case .unknownSource: if status != 404 { wrong("status \(status), not 404") }
        case .badToken, .noToken, .badPassword: if status != 401 { wrong("status \(status), not 401") }
        case .badPath: if status != 400 { wrong("status \(status), not 400") }
        case .malformed: if !(400...505).contains(status) { wrong("status \(status)") }
        }
    }

    private func judgeControl(_ answer: Message, _ call: CallPlan) {
        func wrong(_ what: String) { violate("call \(call.story): \(what)") }
        guard answer.status == 200 else { return wrong("status \(answer.status)") }
        if answer.first("x-digest") != Content.digest(call.body) { wrong("another body arrived at the plane") }
        if answer.body != call.answerBody {
            wrong("\(answer.body.count) bytes, not the plane's \(call.answerBody.count)")
        }
    }

    private func judgeProxied(_ answer: Message, _ call: CallPlan, _ source: Int) {
        func wrong(_ what: String) { violate("call \(call.story): \(what)") }
        guard answer.first("x-nonce") != nil else {
            return judgeFailure(
                answer.status, String(decoding: answer.body, as: UTF8.self), of: call, at: source)
        }
        let behaviour = call.behaviour
        guard behaviour.looksWhole(isHead: call.isHead, bodyCount: call.answerBody.count) else {
            return wrong("a broken answer arrived as if it were whole")
        }
        // Of an answer that its end ends, a part may be all that came.
        if answer.body.count > plan.configuration.responseBytesMax {
            return wrong("a larger answer arrived than may be passed on")
        }
        if answer.status != behaviour.status { wrong("status \(answer.status), not \(behaviour.status)") }
        if answer.first("x-target") != call.sourceTarget { wrong("answer to \(answer.first("x-target") ?? "")") }
        if behaviour.trouble != nil { return }
        let body = behaviour.hasBody && !call.isHead ? call.answerBody : []
        if answer.body != body { wrong("\(answer.body.count) bytes, not the source's \(body.count)") }
        if answer.trailers != call.answerTrailers { wrong("trailers \(answer.trailers), not \(call.answerTrailers)") }
    }

    /// The gate answered in a source's place: there must be a reason.
    func judgeFailure(_ status: Int, _ text: String, of call: CallPlan, at source: Int) {
        func wrong(_ what: String) { violate("call \(call.story): \(what)") }
        if text.contains("sourcesecret") || text.contains("callersecret") { return wrong("a secret is in \(text)") }
        if wasDisturbed(call, at: source) && [502, 504].contains(status) { return }
        if plan.isCramped && status == 503 { return }
        if isLimit(status, text, of: call, at: source) { return }
        let behaviour = call.behaviour
        let isReasonable: Bool
        switch behaviour.trouble {
        case .refusesCredential:
            // A source that stops reading and closes resets the connection, which may take its answer along.
            isReasonable = status == 400 || (status == 502 && behaviour.stopsReading && call.framing != .none)
        case .silent: isReasonable = status == 504
        // There may be nothing of the answer that could stall; then it ends as others do.
        case .stalls: isReasonable = status == 504 || status == 502 && behaviour.stopsReading && call.framing != .none
        case .garbage: isReasonable = status == 502 || status == 504
        case nil: isReasonable = behaviour.stopsReading && call.framing != .none && status == 502
        default: isReasonable = status == 502 || (status == 504 && behaviour.mayTakeLong)
        }
        if !isReasonable { wrong("status \(status) without a reason: \(text)") }
    }

    /// A bound of this world, or an open breaker, and none without its reason.
    private func isLimit(_ status: Int, _ text: String, of call: CallPlan, at source: Int) -> Bool {
        let limits = plan.configuration
        switch status {
        case 408: return mayBeLate(call)
        case 413: return call.body.count > limits.requestBytesMax
        case 502: return text.contains("answer is too large") && isTooLarge(call)
        case 503:
            let failuresMax = limits.upstream.breaker.failuresMax
            let isOpen = failuresMax > 0 && failureCount(of: source) >= failuresMax
            // An answer to HEAD does not say which of the two it is.
            if call.isHead { return isOpen || plan.isBusy }
            return isOpen && text.contains("is not asked for a moment")
                || plan.isBusy && text.contains("Too many calls to the data source")
        default: return false
        }
    }

    /// Of a head in records of one byte, 23 bytes each on the wire, a narrow connection may not carry all in time. A worker that drains waits for
    /// what is left of a head for its linger time.
    private func isHeadLate(_ call: CallPlan) -> Bool {
        // What TLS has opened the gate may read a byte a turn, and a stalled worker takes its time for each.
        guard let began = call.attemptedAt else { return false }
        let read = (call.headReadAt ?? kernel.now) + 1_000_000_000
        let limits = plan.configuration.downstream
        if plan.speaksTLS, read >= began + limits.headTimeoutMilliseconds * 1_000_000 { return true }
        guard let drainedAt else { return false }
        // The worker's clock knows whole milliseconds only.
        return kernel.now - drainedAt + 1_000_000 >= limits.lingerMilliseconds * 1_000_000
            && read >= drainedAt + limits.lingerMilliseconds * 1_000_000
    }

    /// Its body may have been waited for longer than this world allows.
    private func mayBeLate(_ call: CallPlan) -> Bool {
        let waited = kernel.now - (call.startedAt ?? kernel.now)
        return plan.isHurried && call.framing != .none
            // The worker's clock knows whole milliseconds only.
            && waited + 1_000_000 >= plan.configuration.requestWaitMilliseconds * 1_000_000
    }

    /// The source's answer is more than may be passed on.
    private func isTooLarge(_ call: CallPlan) -> Bool {
        call.behaviour.hasBody && !call.isHead && call.answerBody.count > plan.configuration.responseBytesMax
    }

    /// An answer broke off.
    func judgeCut(_ call: CallPlan) {
        call.isAnswered = true
        if isDraining { return }
        guard case .proxied(let source) = call.kind else {
            return violate("call \(call.story): its answer broke off")
        }
        if mayBreakOff(call, at: source) { return }
        violate("call \(call.story): its answer broke off without a reason")
    }

    private func mayBreakOff(_ call: CallPlan, at source: Int) -> Bool {
        call.behaviour.trouble != nil || call.behaviour.stopsReading || wasDisturbed(call, at: source)
            || isTooLarge(call) || call.body.count > plan.configuration.requestBytesMax
    }

    /// The connection ended before any of an answer came.
    func judgeSilence(_ call: CallPlan, isReset: Bool) {
        if isDraining { return }
        if case .malformed = call.kind, isReset { return }
        guard call.sentAt != nil || call.startedAt != nil else { return }
        // A caller that had not read for so long that an earlier answer was the last, and sent more behind it.
        let limits = plan.configuration.downstream
        let parting = min(limits.partingMilliseconds, limits.partingMillisecondsMax) * 1_000_000
        if isReset, let gate = call.connection?.peer, gate.lostBytes > 0, gate.moments.partingNanoseconds >= parting {
            return
        }
        // A caller so slow that its connection had idled to its end before it had read its last answer, and began another call.
        if isReset, let gate = call.connection?.peer, let closed = gate.moments.closed, let started = call.startedAt {
            // The worker's clock knows whole milliseconds only.
            let hasIdled = gate.moments.idledNanoseconds + 1_000_000 >= limits.idleTimeoutMilliseconds * 1_000_000
            if started > closed, hasIdled { return }
        }
        if case .proxied(let source) = call.kind {
            // An answer that had begun on our side is broken off by a reset, which may overtake all of it.
            if isReset && mayBreakOff(call, at: source) { return }
        }
        violate("call \(call.story): the connection \(isReset ? "was reset" : "ended") without an answer")
    }

    /// Every timer of the engine in a row, what its body needs, and what its caller takes to read.
    private func isTooLate(_ call: CallPlan) -> Bool {
        guard let sent = call.sentAt, let ended = call.endedAt else { return false }
        return ended - sent > 400 * 1_000_000_000 + call.readingNanoseconds
    }
}
