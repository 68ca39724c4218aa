internal import Crypto
internal import Reactor

/// A caller that speaks HTTP/2 over TLS: many calls at once on one connection after another, each judged as those of HTTP/1.1 are, and the
/// gate's frames by RFC 9113.
final class HTTP2Caller: EndpointActor, WorldCaller {
    typealias Kind = HTTP2Frame.Kind

    unowned let world: World
    let index: Int
    let plan: CallerPlan
    let habits: HTTP2Habits
    private let context: TLSClientContext
    var remaining: [CallPlan]
    private var connections: UInt16 = 0
    private(set) var isDone = false

    // One connection.
    private(set) var socket: CallerSocket?
    var reader = HTTP2FrameReader()
    var hpack = HPACK()
    /// Oldest first.
    var streams: [HTTP2CallStream] = []
    private(set) var nextStream: UInt32 = 1
    /// Frames that go before anything else; what is being written.
    var control: [UInt8] = []
    private var output: [UInt8] = []
    private var written = 0
    var sendWindow = 65_535
    var receiveWindow = 65_535
    /// The window of the gate's streams, and how many it takes at once.
    var gateWindow = 65_535
    var gateStreams = Int.max
    var hasGateSettings = false
    /// The window of ours, and what changes with each of our SETTINGS once the gate has acknowledged it.
    var window = 65_535
    var unacknowledged: [(delta: Int, streams: [UInt32])] = []
    /// Room that is owed for what came: on the connection, on streams.
    var owedBytes = 0
    var owed: [(stream: UInt32, count: Int)] = []
    var isRefilling = false
    /// A head that comes in pieces.
    var block: (stream: UInt32, endsStream: Bool, bytes: [UInt8])?
    var goneAway: (last: UInt32, code: UInt32)?
    var pingsOwed = 0
    /// What was sent must end the connection; the call that stands for it.
    var provocation: CallPlan?
    private var isWritePaused = false
    private var isReadPaused = false
    private var isThinking = false
    private var hasLeft = false
    private var saysGoodbye = false
    private var sentBytes = 0

    init(
        world: World, index: Int, plan: CallerPlan, habits: HTTP2Habits, context: TLSClientContext, calls: [CallPlan]
    ) {
        (self.world, self.index, self.plan, self.habits) = (world, index, plan, habits)
        self.context = context
        remaining = calls
    }

    var waitingFor: String {
        isDone
            ? "nothing"
            : "HTTP/2 caller \(index): \(streams.map { "\($0.id) \($0.call.name) ended \($0.hasEnded)" }), "
                + "\(remaining.count) more, \(written) of \(output.count) written, thinking \(isThinking), "
                + "left \(hasLeft), provoking \(provocation != nil), \(socket?.endpoint.story ?? "not connected")"
    }

    // MARK: Connections

    func begin() {
        guard !remaining.isEmpty else {
            isDone = true
            return
        }
        connections += 1
        (reader, hpack, streams, nextStream) = (HTTP2FrameReader(), HPACK(), [], 1)
        (control, written, block, goneAway, provocation) = ([], 0, nil, nil, nil)
        (sendWindow, receiveWindow, gateWindow, gateStreams, hasGateSettings) = (65_535, 65_535, 65_535, .max, false)
        (owedBytes, owed, isRefilling, pingsOwed, sentBytes) = (0, [], false, 0, 0)
        (isWritePaused, isReadPaused, isThinking, hasLeft, saysGoodbye) = (false, false, false, false, false)
        window = habits.window
        unacknowledged = [(0, [])]
        output = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        let table = habits.tableBytes.map { HTTP2Frame.setting(1, UInt32($0)) } ?? []
        output += HTTP2Frame(Kind.settings, HTTP2Frame.setting(4, UInt32(window)) + table).bytes
        let address = SocketAddress(ipv4: 10, 2, UInt8(index + 1), 1, port: 10_000 + connections)
        socket = CallerSocket(world.kernel.dial(WorldPlan.gate, from: address, actor: self), context)
    }

    func endpointReady(_ endpoint: Endpoint) {
        guard let socket, socket.endpoint === endpoint else { return }
        if endpoint.isReset, endpoint.unreadBytes == 0 { return connectionOver() }
        guard endpoint.isConnected || endpoint.unreadBytes > 0 else { return }
        socket.proceed()
        if let failure = socket.failure, !endpoint.wasSevered, !world.isDraining, !hasLeft {
            world.violate("HTTP/2 caller \(index): TLS broke: \(failure)")
            return giveUp()
        }
        read(socket)
        guard self.socket === socket else { return }
        write(socket)
    }

    private func again(after nanoseconds: Int) {
        world.kernel.after(nanoseconds: nanoseconds) { [weak self, weak before = socket] in
            guard let self, let socket, socket === before else { return }
            (isWritePaused, isReadPaused, isThinking) = (false, false, false)
            endpointReady(socket.endpoint)
        }
    }

    private func leave(_ socket: CallerSocket) {
        hasLeft = true
        world.note("leaves")
        // It would come back for ever without having asked anything.
        if nextStream == 1, !remaining.isEmpty { lose(remaining.removeFirst()) }
        switch plan.leaving {
        case .halfClose where socket.endpoint.isConnected:
            socket.finish()
            return again(after: 1)
        case .abort: socket.endpoint.abort()
        case .close, .halfClose: socket.endpoint.close()
        }
        loseStreams()
        nextConnection()
    }

    private func nextConnection() {
        socket = nil
        guard !world.isDraining else { return isDone = true }
        world.kernel.after(nanoseconds: world.kernel.random.scaled(1...500_000_000)) { [weak self] in self?.begin() }
    }

    /// Nothing can be said of what is under way.
    private func loseStreams() {
        for stream in streams { lose(stream.call) }
        if let call = provocation { lose(call) }
        (streams, provocation) = ([], nil)
    }

    private func lose(_ call: CallPlan) {
        call.isLost = true
        call.endedAt = world.kernel.now
    }

    private func connectionOver() {
        guard let socket else { return }
        let isExcused = socket.endpoint.wasSevered || hasLeft || world.isDraining || provocation != nil
        socket.endpoint.close()
        if !isExcused, !streams.isEmpty {
            world.violate(
                "HTTP/2 caller \(index): the connection ended under \(streams.map(\.call.story)), "
                    + "gone away \(goneAway.map { "\($0)" } ?? "never")")
        }
        if let call = provocation, goneAway?.code == 0, !socket.endpoint.wasSevered, !world.isDraining, !hasLeft {
            world.violate("call \(call.name): frames that are forbidden ended as if nothing had been")
        }
        loseStreams()
        nextConnection()
    }

    func giveUp() {
        socket?.endpoint.close()
        loseStreams()
        (remaining, socket, isDone) = ([], nil, true)
    }

    // MARK: Reading

    private func read(_ socket: CallerSocket) {
        let endpoint = socket.endpoint
        while !isReadPaused, socket.isReady, endpoint.unreadBytes > 0 {
            reader.feed(socket.take(max(plan.readPiece, 256)))
            while self.socket === socket, let frame = reader.next() { take(frame) }
            guard self.socket === socket else { return }
            if let limit = plan.leavesAfterReceived, endpoint.receivedBytes >= limit, !hasLeft { return leave(socket) }
            if plan.readPause > 0, endpoint.unreadBytes > 0 {
                isReadPaused = true
                again(after: plan.readPause)
            }
        }
        if endpoint.hasEnded || endpoint.isReset && endpoint.unreadBytes == 0 { connectionOver() }
    }

    /// Gives room for what came: at once, or after a while.
    func refill() {
        guard !isRefilling, owedBytes > 0 else { return }
        guard habits.windowPause > 0 else { return giveRoom() }
        isRefilling = true
        world.kernel.after(nanoseconds: habits.windowPause) { [weak self, weak before = socket] in
            guard let self, let socket, socket === before else { return }
            isRefilling = false
            giveRoom()
            endpointReady(socket.endpoint)
        }
    }

    private func giveRoom() {
        control += HTTP2Frame(Kind.window, HTTP2Frame.word(UInt32(owedBytes))).bytes
        receiveWindow += owedBytes
        for (id, count) in owed {
            guard let stream = streams.first(where: { $0.id == id }) else { continue }
            stream.receiveWindow += count
            control += HTTP2Frame(Kind.window, stream: id, HTTP2Frame.word(UInt32(count))).bytes
        }
        (owedBytes, owed) = (0, [])
    }

    /// A call is over on this side, whatever came of it.
    func remove(_ stream: HTTP2CallStream) {
        streams.removeAll { $0 === stream }
        stream.call.endedAt = world.kernel.now
        if plan.thinking > 0, streams.isEmpty {
            isThinking = true
            again(after: plan.thinking)
        }
    }

    // MARK: Writing

    private func write(_ socket: CallerSocket) {
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
        world.kernel.after(nanoseconds: 1_000_000_000) { [weak self, weak stream] in
            guard let self, let stream, stream.isHeld, let socket else { return }
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
