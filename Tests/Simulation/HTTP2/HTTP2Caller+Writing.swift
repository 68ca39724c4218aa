/// What an HTTP/2 caller sends, and when.
extension HTTP2Caller {
    func write(_ socket: CallerSocket) {
        guard !hasLeft else { return }
        while true {
            if written == output.count {
                (output, written) = ([], 0)
                fill()
            }
            guard written < output.count, !isWritePaused else { break }
            let length = min(max(plan.writePiece, 64), output.count - written)
            let taken = socket.offer(output[written..<written + length])
            written += taken
            sentBytes += taken
            if let limit = plan.leavesAfterSent, sentBytes >= limit { return leave(socket) }
            guard taken == length else { return }
            if plan.writePause > 0, written < output.count {
                isWritePaused = true
                again(after: plan.writePause)
            }
        }
        guard streams.isEmpty, provocation == nil, written == output.count, !isWritePaused else { return }
        if remaining.isEmpty || goneAway != nil { finish(socket) }
    }

    /// The connection has served its purpose. Some say so and wait for the gate to end it.
    private func finish(_ socket: CallerSocket) {
        guard !saysGoodbye, world.draws(500) else {
            socket.endpoint.close()
            return nextConnection()
        }
        saysGoodbye = true
        _ = socket.offer(HTTP2Frame(Kind.goAway, HTTP2Frame.word(0) + HTTP2Frame.word(0)).bytes[...])
        hasLeft = true
        socket.finish()
    }

    private func fill() {
        output += control
        control = []
        guard provocation == nil else { return }
        while canOpen { open(remaining.removeFirst()) }
        output += control
        control = []
        guard provocation == nil else { return }
        sendBody()
    }

    private var canOpen: Bool {
        !remaining.isEmpty && !isThinking && goneAway == nil && provocation == nil
            && streams.count < min(habits.streams, gateStreams) && (hasGateSettings || !habits.waitsForSettings)
    }

    private func open(_ call: CallPlan) {
        if world.draws(habits.pings) {
            control += HTTP2Frame(Kind.ping, Array("12345678".utf8)).bytes
            pingsOwed += 1
        }
        if world.draws(habits.settings) { changeWindow() }
        call.startedAt = call.startedAt ?? world.kernel.now
        var isMalformed = false
        if case .malformed = call.kind { isMalformed = true }
        if isMalformed, call.nonce % 2 == 0 {
            call.sentAt = world.kernel.now
            provocation = call
            control += HTTP2Request.malformedFrame(&world.kernel.random, stream: nextStream).bytes
            return
        }
        call.isOverHTTP2 = true
        let stream = HTTP2CallStream(id: nextStream, call: call, sendWindow: gateWindow, receiveWindow: window)
        nextStream += 2
        streams.append(stream)
        stream.isDaring = !hasGateSettings
        stream.hasEnded = isMalformed || call.framing == .none
        if stream.hasEnded { call.sentAt = world.kernel.now }
        if world.draws(habits.resets) { stream.resetsAfter = world.kernel.random.scaled(0...world.plan.bodyBytesMax) }
        let head =
            isMalformed
            ? HTTP2Request.malformedHead(&world.kernel.random) : HTTP2Request.block(for: call, &world.kernel.random)
        appendHead(head, stream: stream.id, endsStream: stream.hasEnded)
        if stream.isHeld { releaseLater(stream) }
    }

    /// As curl: it goes on after a while if nobody says so.
    private func releaseLater(_ stream: HTTP2CallStream) {
        world.kernel.after(nanoseconds: 1_000_000_000) { [self, weak stream] in
            guard let stream, stream.isHeld, let socket else { return }
            stream.isHeld = false
            endpointReady(socket.endpoint)
        }
    }

    private func changeWindow() {
        let fresh = max(world.kernel.random.pick([1, 100, 65_535]), world.plan.bodyBytesMax / 200 + 1)
        let delta = fresh - window
        window = fresh
        // More room counts from here on; less, once the gate knows.
        if delta > 0 { for stream in streams { stream.receiveWindow += delta } }
        unacknowledged.append((min(delta, 0), streams.map(\.id)))
        control += HTTP2Frame(Kind.settings, HTTP2Frame.setting(4, UInt32(fresh))).bytes
    }

    private func appendHead(_ block: [UInt8], stream: UInt32, endsStream: Bool) {
        var pieces = [block]
        if world.draws(habits.pieces) {
            for _ in 0..<world.kernel.random.within(1...4) {
                let last = pieces.removeLast()
                let cut = world.kernel.random.within(0...last.count)
                pieces += [Array(last.prefix(cut)), Array(last.dropFirst(cut))]
            }
        }
        for (place, piece) in pieces.enumerated() {
            let isFirst = place == 0
            let isLast = place == pieces.count - 1
            let flags: UInt8 = (isLast ? 4 : 0) | (isFirst && endsStream ? 1 : 0)
            let frame = HTTP2Frame(isFirst ? Kind.headers : Kind.continuation, flags: flags, stream: stream, piece)
            control += isFirst ? padded(frame, upTo: 100).bytes : frame.bytes
        }
    }

    private func padded(_ frame: HTTP2Frame, upTo maximum: Int) -> HTTP2Frame {
        guard maximum > 0, world.draws(habits.padding) else { return frame }
        let count = world.kernel.random.within(0...min(maximum, 255))
        var frame = frame
        frame.flags |= 8
        frame.payload = [UInt8(count)] + frame.payload + [UInt8](repeating: 0, count: count)
        return frame
    }

    /// One frame of one body.
    private func sendBody() {
        let sendable = streams.filter { stream in
            guard !stream.hasEnded, !stream.isHeld else { return false }
            return stream.sentBytes == stream.call.body.count || min(stream.sendWindow, sendWindow) > 0
        }
        guard !sendable.isEmpty else { return }
        let stream = world.kernel.random.pick(sendable)
        let body = stream.call.body
        let room = max(min(stream.sendWindow, sendWindow, habits.dataPiece), 0)
        let count = min(room, body.count - stream.sentBytes)
        let piece = Array(body[stream.sentBytes..<stream.sentBytes + count])
        let isLast = stream.sentBytes + count == body.count
        // Sometimes the end comes by itself, in a frame without a byte.
        let ends = isLast && (count == 0 || world.draws(800))
        let frame = padded(
            HTTP2Frame(Kind.data, flags: ends ? 1 : 0, stream: stream.id, piece), upTo: room - count - 1)
        stream.sentBytes += count
        stream.sendWindow -= frame.payload.count
        sendWindow -= frame.payload.count
        output += frame.bytes
        if ends {
            stream.hasEnded = true
            stream.call.sentAt = world.kernel.now
        }
        if let limit = stream.resetsAfter, stream.sentBytes >= limit { takeBack(stream) }
    }

    /// The call is not wanted any more.
    func takeBack(_ stream: HTTP2CallStream) {
        control += HTTP2Frame(Kind.reset, stream: stream.id, HTTP2Frame.word(8)).bytes
        lose(stream.call)
        remove(stream)
    }
}
