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
    var nextStream: UInt32 = 1
    /// Frames that go before anything else; what is being written.
    var control: [UInt8] = []
    var output: [UInt8] = []
    var written = 0
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
    var isWritePaused = false
    private var isReadPaused = false
    var isThinking = false
    var hasLeft = false
    var saysGoodbye = false
    var sentBytes = 0

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

    func again(after nanoseconds: Int) {
        world.kernel.after(nanoseconds: nanoseconds) { [self, before = socket] in
            guard let socket, socket === before else { return }
            (isWritePaused, isReadPaused, isThinking) = (false, false, false)
            endpointReady(socket.endpoint)
        }
    }

    func leave(_ socket: CallerSocket) {
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

    func nextConnection() {
        socket = nil
        guard !world.isDraining else { return isDone = true }
        world.kernel.after(nanoseconds: world.kernel.random.scaled(1...500_000_000)) { self.begin() }
    }

    /// Nothing can be said of what is under way.
    private func loseStreams() {
        for stream in streams { lose(stream.call) }
        if let call = provocation { lose(call) }
        (streams, provocation) = ([], nil)
    }

    func lose(_ call: CallPlan) {
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
        world.kernel.after(nanoseconds: habits.windowPause) { [self, before = socket] in
            guard let socket, socket === before else { return }
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
}
