/// What the gate's frames say.
extension HTTP2Caller {
    func take(_ frame: HTTP2Frame) {
        if block != nil, frame.type != Kind.continuation { return wrong("a frame of type \(frame.type) within a head") }
        switch frame.type {
        case Kind.data: takeData(frame)
        case Kind.headers, Kind.continuation: takeHeadPiece(frame)
        case Kind.reset: takeReset(frame)
        case Kind.settings: takeSettings(frame)
        case Kind.ping: takePing(frame)
        case Kind.goAway: takeGoAway(frame)
        case Kind.window: takeRoom(frame)
        default: wrong("a frame of type \(frame.type)")
        }
    }

    private func wrong(_ what: String) {
        world.violate("HTTP/2 caller \(index): \(what)")
        giveUp()
    }

    private func stream(_ id: UInt32) -> HTTP2CallStream? { streams.first { $0.id == id } }

    // MARK: Connection

    private func takeSettings(_ frame: HTTP2Frame) {
        guard !frame.isAcknowledgement else {
            guard !unacknowledged.isEmpty else { return wrong("settings acknowledged that nobody sent") }
            let (delta, ids) = unacknowledged.removeFirst()
            for stream in streams where ids.contains(stream.id) { stream.receiveWindow += delta }
            return
        }
        hasGateSettings = true
        for index in stride(from: 0, to: frame.payload.count, by: 6) {
            let value = Int(frame.word(at: index + 2))
            switch frame.payload[index + 1] {
            case 3: gateStreams = value
            case 4:
                for stream in streams { stream.sendWindow += value - gateWindow }
                gateWindow = value
            default: break
            }
        }
        control += HTTP2Frame(Kind.settings, flags: 1).bytes
    }

    private func takePing(_ frame: HTTP2Frame) {
        guard frame.isAcknowledgement else {
            control += HTTP2Frame(Kind.ping, flags: 1, frame.payload).bytes
            return
        }
        pingsOwed -= 1
        if pingsOwed < 0 || frame.payload != Array("12345678".utf8) { wrong("a PING that nobody sent") }
    }

    private func takeGoAway(_ frame: HTTP2Frame) {
        let (last, code) = (frame.word(at: 0), frame.word(at: 4))
        guard code == 0 || provocation != nil else { return wrong("it is sent away with \(code)") }
        goneAway = (last, code)
        // What was not looked at is asked again.
        let ignored = streams.filter { $0.id > last }
        for stream in ignored {
            if stream.call.arrivals > 0 { return wrong("a call that had reached its source was said to be ignored") }
        }
        streams.removeAll { $0.id > last }
        remaining = ignored.map(\.call) + remaining
    }

    private func takeRoom(_ frame: HTTP2Frame) {
        let room = Int(frame.word(at: 0))
        if room == 0 { return wrong("a window opened by nothing") }
        if frame.stream == 0 {
            sendWindow += room
        } else {
            stream(frame.stream)?.sendWindow += room
        }
    }

    // MARK: Answers

    private func takeHeadPiece(_ frame: HTTP2Frame) {
        if frame.type == Kind.headers {
            block = (frame.stream, frame.endsStream, [])
        } else if block?.stream != frame.stream {
            return wrong("a piece of no head")
        }
        block?.bytes += frame.payload
        guard frame.flags & 4 != 0, let whole = block else { return }
        block = nil
        guard let fields = hpack.read(whole.bytes) else { return wrong("a head that HPACK cannot read") }
        takeHead(fields, on: whole.stream, endsStream: whole.endsStream)
    }

    private func takeHead(_ fields: [(name: String, value: String)], on id: UInt32, endsStream: Bool) {
        guard id % 2 == 1, id < nextStream else { return wrong("an answer to nothing, on stream \(id)") }
        guard let stream = stream(id) else { return }
        guard stream.fields == nil else { return takeTrailers(fields, of: stream, endsStream: endsStream) }
        guard fields.first?.name == ":status", fields.dropFirst().allSatisfy({ Self.isAllowed($0.name) }) else {
            return wrong("fields of call \(stream.call.name) that HTTP/2 forbids: \(fields)")
        }
        let status = fields.first.flatMap { Int($0.value) } ?? 0
        if status < 200 {
            guard status == 100, stream.call.expectsContinue, !endsStream else {
                return wrong("an interim answer of \(status) to call \(stream.call.name)")
            }
            stream.isHeld = false
            return
        }
        stream.fields = fields
        if endsStream { complete(stream) }
    }

    private static func isAllowed(_ name: String) -> Bool {
        let forbidden = ["connection", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection"]
        return !name.hasPrefix(":") && name == name.lowercased() && !forbidden.contains(name)
    }

    private func takeTrailers(
        _ fields: [(name: String, value: String)], of stream: HTTP2CallStream, endsStream: Bool
    ) {
        guard endsStream, fields.allSatisfy({ Self.isAllowed($0.name) }) else {
            return wrong("fields behind the body of call \(stream.call.name): \(fields)")
        }
        stream.trailers = fields.map { "\($0.name): \($0.value)" }
        complete(stream)
    }

    private func takeData(_ frame: HTTP2Frame) {
        let count = frame.payload.count
        guard count == 0 || count <= receiveWindow else {
            return wrong("\(count) bytes beyond the connection's window")
        }
        receiveWindow -= count
        owedBytes += count
        defer { if socket != nil { refill() } }
        guard frame.stream % 2 == 1, frame.stream < nextStream else { return wrong("bytes of nothing") }
        guard let stream = stream(frame.stream) else { return }
        guard count == 0 || count <= stream.receiveWindow else {
            return wrong("\(count) bytes beyond the window of call \(stream.call.name), \(stream.receiveWindow)")
        }
        guard stream.fields != nil else { return wrong("a body without a head, of call \(stream.call.name)") }
        stream.receiveWindow -= count
        owed.append((stream.id, count))
        stream.body += frame.payload
        if frame.endsStream {
            complete(stream)
        } else if let limit = stream.resetsAfter, stream.body.count >= limit {
            takeBack(stream)
        }
    }

    private func complete(_ stream: HTTP2CallStream) {
        remove(stream)
        let message = stream.message
        if let length = message.first("content-length"), !stream.call.isHead, stream.status != 304,
            Int(length) != message.body.count
        {
            return wrong("call \(stream.call.name): \(message.body.count) bytes, not the \(length) that its head says")
        }
        world.judge(message, of: stream.call)
    }

    private func takeReset(_ frame: HTTP2Frame) {
        guard let stream = stream(frame.stream) else { return }
        remove(stream)
        let (call, code) = (stream.call, frame.word(at: 0))
        if case .malformed = call.kind {
            call.isAnswered = true
        } else if code == 7 {
            guard stream.isDaring || world.isDraining, call.arrivals == 0 else {
                return wrong("call \(call.name) was refused without a reason")
            }
            remaining.insert(call, at: 0)
        } else if stream.fields != nil {
            world.judgeCut(call)
        } else {
            world.judgeSilence(call, isReset: true)
        }
    }
}
