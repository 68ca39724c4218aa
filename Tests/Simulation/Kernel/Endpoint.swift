internal import Glibc
public import Reactor

/// One end of a connection as Linux keeps it: what arrived and is unread, what was sent and has not arrived, how it
/// ended.
/// Its owner is a descriptor of the worker or a scripted actor.
public final class Endpoint: Pollable {
    /// Legal next states: fresh → dialing → established → dead; every state may become dead.
    enum Phase { case fresh, dialing, established, dead }

    unowned let kernel: FakeKernel
    /// In the order of their making: names them in a trace.
    public let id: Int
    var phase: Phase
    public internal(set) var local: SocketAddress?
    public internal(set) var remote: SocketAddress?
    var peer: Endpoint?
    var actor: (any EndpointActor)?
    /// What a script has to know of whoever this end belongs to.
    public internal(set) var isOpen = true
    /// The network, not a script, ended this connection: whatever failed with it has its reason.
    public internal(set) var wasSevered = false

    // Towards the owner.
    private var inbox = ByteQueue()
    private var isMasked = false
    private var hasArrivedEnd = false
    private var pendingError: Int32 = 0
    private let receiveCapacity: Int

    // Towards the peer.
    private var outbox = ByteQueue()
    private var inFlight = 0
    private(set) var isFinished = false
    private(set) var moments = EndpointMoments()
    /// Whom to tell when its owner has read so many bytes.
    private var receipts: [(bytes: Int, note: () -> Void)] = []
    /// Bytes that a reset kept from leaving.
    private(set) var lostBytes = 0
    private var endHasDeparted = false
    private var wantsSpaceEdge = false
    private var isSpaceMasked = false
    private var lastArrival: UInt64 = 0
    private let sendCapacity: Int
    private let segmentMax: Int
    private let latency: Int
    var lingersZero = false

    private var isActorCalled = false
    /// Bytes that its owner ever sent and received.
    public private(set) var sentBytes = 0
    public private(set) var receivedBytes = 0

    init(kernel: FakeKernel, id: Int, phase: Phase) {
        self.kernel = kernel
        self.id = id
        self.phase = phase
        sendCapacity = kernel.random.within(kernel.faults.sendCapacity)
        receiveCapacity = kernel.random.within(kernel.faults.receiveCapacity)
        segmentMax = kernel.random.within(kernel.faults.segment)
        latency = kernel.random.within(kernel.faults.latency)
    }

    func join(_ other: Endpoint) {
        peer = other
        other.peer = self
    }

    /// Takes the connection apart, so that nothing keeps it alive.
    func dissolve() {
        peer = nil
        actor = nil
        receipts = []
    }

    /// Memory that the kernel holds for it, in bytes.
    var heldBytes: Int { inbox.count + outbox.count }

    var story: String {
        "endpoint \(id) \(phase), \(inbox.count) unread, ended \(hasArrivedEnd), finished \(isFinished)"
    }

    // MARK: Readiness

    private var isWritable: Bool {
        let free = sendCapacity - outbox.count - inFlight
        return !isSpaceMasked && free > 0 && free * 2 >= sendCapacity - free
    }

    private var seesEnd: Bool { hasArrivedEnd && !isMasked }

    override func readiness() -> UInt32 {
        var bits: UInt32 = pendingError != 0 ? Poll.error : 0
        switch phase {
        case .fresh: return Poll.writable | Poll.hungUp
        case .dialing: return bits
        case .dead: return bits | Poll.readable | Poll.writable | Poll.hungUp | Poll.peerEnded
        case .established: break
        }
        if !isMasked && !inbox.isEmpty || seesEnd { bits |= Poll.readable }
        if seesEnd { bits |= Poll.peerEnded }
        if seesEnd && isFinished { bits |= Poll.hungUp }
        if isFinished || isWritable {
            bits |= Poll.writable
        } else {
            wantsSpaceEdge = true
        }
        return bits
    }

    override func wake() {
        super.wake()
        guard actor != nil, !isActorCalled else { return }
        isActorCalled = true
        kernel.after(nanoseconds: kernel.random.below(20_000)) { [self] in
            isActorCalled = false
            actor?.endpointReady(self)
        }
    }

    // MARK: The descriptor's calls

    func receive(_ count: Int) -> Result<[UInt8], Negative> {
        if phase == .dialing { return .failure(Negative(EAGAIN)) }
        let visible = isMasked ? 0 : inbox.count
        guard visible > 0 else { return receiveNothing() }
        // Once the end has been flagged everything is here, and Linux gives what was asked for.
        guard !hasArrivedEnd && phase == .established else { return .success(taken(count)) }
        if kernel.draws(kernel.faults.wouldBlock) {
            mask()
            return .failure(Negative(EAGAIN))
        }
        let wanted = min(count, visible)
        guard wanted > 1, kernel.draws(kernel.faults.shortRead) else { return .success(taken(count)) }
        let bytes = taken(kernel.random.within(1...wanted - 1))
        mask()
        return .success(bytes)
    }

    private func receiveNothing() -> Result<[UInt8], Negative> {
        if pendingError != 0 { return .failure(Negative(takeError())) }
        if phase == .fresh { return .failure(Negative(ENOTCONN)) }
        return phase == .dead || seesEnd ? .success([]) : .failure(Negative(EAGAIN))
    }

    private func taken(_ count: Int) -> [UInt8] {
        let bytes = inbox.take(count)
        receivedBytes += bytes.count
        moments.moved(at: kernel.now)
        while let receipt = receipts.first, receipt.bytes <= receivedBytes {
            receipts.removeFirst()
            receipt.note()
        }
        peer?.depart()
        return bytes
    }

    func takeError() -> Int32 {
        defer { pendingError = 0 }
        return pendingError
    }

    /// What has arrived stays unseen for a moment, as if it were still on its way.
    private func mask() {
        isMasked = true
        kernel.after(nanoseconds: kernel.random.within(1_000...2_000_000)) { [self] in unmask() }
    }

    private func unmask() {
        guard isMasked else { return }
        isMasked = false
        wake()
    }

    /// Takes some of `bytes`; `EAGAIN` when there is no room.
    func send(_ bytes: ArraySlice<UInt8>) -> Result<Int, Negative> {
        if phase == .dialing { return .failure(Negative(EAGAIN)) }
        if phase == .dead || phase == .fresh || isFinished {
            return .failure(Negative(pendingError != 0 ? takeError() : EPIPE))
        }
        let free = isSpaceMasked ? 0 : sendCapacity - outbox.count - inFlight
        guard free > 0, !kernel.draws(kernel.faults.wouldBlock) else {
            wantsSpaceEdge = true
            if free > 0 { maskSpace() }
            return .failure(Negative(EAGAIN))
        }
        var length = min(free, bytes.count)
        if length > 1, kernel.draws(kernel.faults.shortWrite) {
            length = kernel.random.within(1...length - 1)
            maskSpace()
        }
        if length < bytes.count { wantsSpaceEdge = true }
        sentBytes += length
        moments.moved(at: kernel.now)
        outbox.append(bytes.prefix(length))
        depart()
        return .success(length)
    }

    private func maskSpace() {
        isSpaceMasked = true
        kernel.after(nanoseconds: kernel.random.within(1_000...2_000_000)) { [self] in
            isSpaceMasked = false
            noteSpace()
        }
    }

    func shutdownWriting() -> Int32 {
        guard phase == .established else { return -ENOTCONN }
        finish()
        wake()
        return 0
    }

    func closeDescriptor() {
        guard isOpen else { return }
        isOpen = false
        moments.closed = kernel.now
        actor = nil
        switch phase {
        case .fresh, .dead: phase = .dead
        case .dialing:
            phase = .dead
            peer?.phase = .dead
        case .established:
            // Linux answers bytes that nobody will read with a reset, and forgets what it had still to send.
            if lingersZero || !inbox.isEmpty { reset() } else { finish() }
        }
    }

    // MARK: The network

    /// Says that nothing more will be sent.
    public func finish() {
        guard !isFinished, phase == .established else { return }
        isFinished = true
        moments.finished = kernel.now
        depart()
    }

    /// Ends both directions at once; what this end had not yet sent is lost.
    public func reset() {
        guard phase == .established || phase == .dialing else { return }
        phase = .dead
        lostBytes = outbox.count
        outbox.removeAll()
        let moment = arrivalMoment()
        kernel.at(moment) { [peer] in peer?.resetArrived() }
    }

    /// The network loses this connection: both ends learn it by a reset.
    func sever() {
        guard phase == .established, let peer else { return }
        wasSevered = true
        peer.wasSevered = true
        kernel.note("sever", id, 0)
        kernel.disturbed?(remote)
        kernel.disturbed?(local)
        resetArrived()
        peer.resetArrived()
    }

    private func resetArrived() {
        guard phase == .established || phase == .dialing else { return }
        pendingError = phase == .dialing ? ECONNREFUSED : hasArrivedEnd ? EPIPE : ECONNRESET
        phase = .dead
        outbox.removeAll()
        isMasked = false
        wake()
    }

    func dialRefused(_ error: Int32) {
        guard phase == .dialing else { return }
        phase = .dead
        pendingError = error
        wake()
    }

    func dialAnswered() {
        guard phase == .dialing else { return }
        phase = .established
        wake()
    }

    private func arrivalMoment() -> UInt64 {
        let jitter = kernel.random.chance(700) ? 0 : kernel.random.below(latency + 1)
        lastArrival = max(lastArrival, kernel.now + UInt64(latency + jitter))
        return lastArrival
    }

    private func depart() {
        guard phase == .established, let peer else { return }
        while !outbox.isEmpty {
            let window = peer.receiveCapacity - peer.inbox.count - inFlight
            guard window > 0 || !peer.isOpen else { break }
            let length = min(max(window, 1), outbox.count, kernel.random.within(1...segmentMax))
            var segment = outbox.take(length)
            segment = kernel.plantedSwap(segment, from: self)
            inFlight += length
            let isLast = outbox.isEmpty && isFinished && kernel.random.chance(500)
            if isLast { endHasDeparted = true }
            kernel.at(arrivalMoment()) { [self] in
                peer.arrived(segment, isLast: isLast)
                acknowledged(length)
            }
        }
        guard outbox.isEmpty, isFinished, !endHasDeparted else { return }
        endHasDeparted = true
        kernel.at(arrivalMoment()) { peer.arrived([], isLast: true) }
    }

    private func arrived(_ segment: [UInt8], isLast: Bool) {
        guard phase == .established else { return }
        if !isOpen && !segment.isEmpty {
            reset()
            return
        }
        inbox.append(segment)
        if actor == nil { kernel.note("  arrived", id, segment.count + (isLast ? 1_000_000 : 0)) }
        if isLast {
            hasArrivedEnd = true
            isMasked = false
        }
        if !isMasked { wake() }
    }

    private func acknowledged(_ length: Int) {
        inFlight -= length
        depart()
        noteSpace()
    }

    private func noteSpace() {
        guard wantsSpaceEdge, phase == .established, isWritable else { return }
        wantsSpaceEdge = false
        wake()
    }

    // MARK: The scripted actor's calls

    /// Up to `count` bytes that have arrived.
    public func take(_ count: Int) -> [UInt8] { taken(count) }

    public var unreadBytes: Int { inbox.count }
    /// Bytes that the other's owner has sent.
    public var peerSentBytes: Int { peer?.sentBytes ?? 0 }
    /// Bytes of this end's that the other's owner has read.
    public var peerReceivedBytes: Int { peer?.receivedBytes ?? 0 }
    /// The peer said that it will send no more, and all of it has been read.
    public var hasEnded: Bool { hasArrivedEnd && inbox.isEmpty }
    public var isReset: Bool { phase == .dead }
    public var isConnected: Bool { phase == .established }

    /// How many of `bytes` there was room for.
    public func offer(_ bytes: ArraySlice<UInt8>) -> Int {
        guard phase == .established, !isFinished else { return 0 }
        let length = min(max(sendCapacity - outbox.count - inFlight, 0), bytes.count)
        if length < bytes.count { wantsSpaceEdge = true }
        guard length > 0 else { return 0 }
        sentBytes += length
        kernel.note("  peer offers", peer?.id ?? -1, length)
        outbox.append(bytes.prefix(length))
        // Not at once, so that an end that follows in the same breath can travel with the bytes.
        kernel.after(nanoseconds: 0) { [self] in depart() }
        return length
    }

    /// Has `note` called when the other side has read all that was sent so far, and `count` bytes more.
    func whenReceived(beyond count: Int, _ note: @escaping () -> Void) {
        peer?.receipts.append((sentBytes + count, note))
    }

    /// The actor's end is over: as a process that closes its socket.
    public func close() {
        kernel.note("  peer closes", peer?.id ?? -1, 0)
        closeDescriptor()
    }

    /// As a process that closes its socket with a reset.
    public func abort() {
        kernel.note("  peer aborts", peer?.id ?? -1, 0)
        lingersZero = true
        closeDescriptor()
    }
}
