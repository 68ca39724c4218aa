public import Bytes
internal import CLinux
internal import Glibc

/// A connected socket with what the kernel last said of it (edge-triggered: flags hold until a call would block) and the bytes
/// that it would not take yet. It owns memory only while bytes are unsent.
@safe public struct Stream: ~Copyable {
    private let descriptor: Descriptor
    private var unsent: ByteBuffer
    private var unsentStart = 0
    public private(set) var canRead = false
    public private(set) var canWrite: Bool
    /// The kernel flagged the end of the peer's bytes; some may still be unread.
    public private(set) var peerEnded = false
    /// The kernel flagged both directions as over, or an error.
    public private(set) var hungUp = false

    /// Why a write failed. The kernel tells a reset once: a read behind it would see a clean end.
    private var writeFailure: SystemError?

    /// `isConnected` is false while a dial is under way: nothing is written until the kernel reports it writable.
    public init(_ descriptor: consuming Descriptor, isConnected: Bool, unsentKind: ByteBuffer.Kind) {
        self.descriptor = descriptor
        unsent = ByteBuffer(kind: unsentKind)
        canWrite = isConnected
    }

    public var unsentBytes: Int { unsent.count - unsentStart }

    /// Takes in what the loop reported.
    public mutating func note(_ readiness: Readiness) {
        if !readiness.isDisjoint(with: [.readable, .peerEnded, .hungUp, .failed]) { canRead = true }
        if readiness.contains(.writable) { canWrite = true }
        if readiness.contains(.peerEnded) { peerEnded = true }
        if !readiness.isDisjoint(with: [.hungUp, .failed]) { hungUp = true }
    }

    // MARK: Reading

    /// Appends up to `maximum` bytes to `buffer`. A short read means drained, unless the end was flagged: then the next read
    /// must happen to see it.
    public mutating func receive(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        precondition(maximum > 0)
        while true {
            let result = unsafe buffer.fill(upTo: maximum) { room in
                unsafe Int(hg_receive(descriptor.table, descriptor.raw, room.baseAddress, room.count))
            }
            if result > 0 {
                if result < maximum && !peerEnded && !hungUp { canRead = false }
                return .bytes(result)
            }
            if result == 0 { return end }
            let error = SystemError(result: result)
            switch error.number {
            case EINTR: continue
            case EAGAIN:
                canRead = false
                return .wouldBlock
            default:
                error.stopIfOurs()
                return .failed(error)
            }
        }
    }

    private var end: StreamRead {
        guard let writeFailure else { return .ended }
        return .failed(writeFailure)
    }

    // MARK: Writing

    /// Sends the pieces in order with one system call; what the kernel does not take is kept. Not `isLast` when more is at hand and
    /// follows at once: the kernel may put it into the same segment.
    public mutating func send(
        _ first: Span<UInt8>, _ second: Span<UInt8> = Span(), _ third: Span<UInt8> = Span(),
        _ fourth: Span<UInt8> = Span(), isLast: Bool = true
    ) -> StreamWrite {
        let total = first.count + second.count + third.count + fourth.count
        guard total > 0 else { return unsentBytes == 0 ? .sent : .waiting }
        // What was kept goes first: no edge will come for room that the kernel has reported already.
        if unsentBytes > 0, case .failed(let error) = flush() { return .failed(error) }
        var taken = 0
        if canWrite && unsentBytes == 0 {
            let result = Self.transmit(descriptor, first, second, third, fourth, isLast: isLast)
            if result == total { return .sent }
            if result < 0 {
                let error = SystemError(result: result)
                guard error.number == EAGAIN else { return fail(error) }
            }
            taken = max(result, 0)
            canWrite = false
        }
        keep(first, second, third, fourth, skipping: taken)
        return .waiting
    }

    /// The same for a head, a run of another buffer and a fixed end: what a proxied answer consists of.
    public mutating func send(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, suffix: StaticString = "",
        isLast: Bool = true
    ) -> StreamWrite {
        let end = unsafe Span(_unsafeStart: suffix.utf8Start, count: suffix.utf8CodeUnitCount)
        return send(head.span, body.span.extracting(range), end, isLast: isLast)
    }

    /// The same for a head and a body of its own.
    public mutating func send(_ head: borrowing ByteBuffer, _ body: [UInt8]) -> StreamWrite {
        send(head.span, body.span)
    }

    public mutating func send(_ bytes: borrowing ByteBuffer) -> StreamWrite { send(bytes.span) }

    /// Tries again with what was kept.
    public mutating func flush() -> StreamWrite {
        while unsentBytes > 0 {
            guard canWrite else { return .waiting }
            let result = Self.transmit(
                descriptor, unsent.span.extracting(unsentStart..<unsent.count), Span(), Span(), Span(), isLast: true)
            if result < 0 {
                let error = SystemError(result: result)
                guard error.number == EAGAIN else { return fail(error) }
                canWrite = false
                return .waiting
            }
            unsentStart += result
        }
        unsent.release()
        unsentStart = 0
        return .sent
    }

    private mutating func fail(_ error: SystemError) -> StreamWrite {
        error.stopIfOurs()
        writeFailure = error
        return .failed(error)
    }

    private mutating func keep(
        _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>, _ fourth: Span<UInt8>, skipping taken: Int
    ) {
        if unsentStart > 0 {
            unsent.removeFirst(unsentStart)
            unsentStart = 0
        }
        var skip = taken
        func append(_ piece: Span<UInt8>, to buffer: inout ByteBuffer) {
            if skip < piece.count {
                buffer.append(piece.extracting(skip..<piece.count))
                skip = 0
            } else {
                skip -= piece.count
            }
        }
        unsent.reserve(unsent.count + first.count + second.count + third.count + fourth.count - taken)
        append(first, to: &unsent)
        append(second, to: &unsent)
        append(third, to: &unsent)
        append(fourth, to: &unsent)
    }

    private static func transmit(
        _ descriptor: borrowing Descriptor, _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>,
        _ fourth: Span<UInt8>, isLast: Bool
    ) -> Int {
        var result = -Int(EINTR)
        while result == -Int(EINTR) {
            result = unsafe first.withUnsafeBufferPointer { first in
                unsafe second.withUnsafeBufferPointer { second in
                    unsafe third.withUnsafeBufferPointer { third in
                        unsafe fourth.withUnsafeBufferPointer { fourth in
                            unsafe transmit(
                                descriptor.table, descriptor.raw, (first, second, third, fourth), isLast: isLast)
                        }
                    }
                }
            }
        }
        return result
    }

    private typealias Piece = UnsafeBufferPointer<UInt8>

    private static func transmit(
        _ table: UnsafePointer<hg_kernel>, _ raw: Int32, _ pieces: (Piece, Piece, Piece, Piece), isLast: Bool
    ) -> Int {
        unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 4) { vector in
            var count = 0
            func add(_ piece: Piece) {
                guard piece.count > 0 else { return }
                unsafe vector[count] = unsafe iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress), iov_len: piece.count)
                count += 1
            }
            unsafe add(pieces.0)
            unsafe add(pieces.1)
            unsafe add(pieces.2)
            unsafe add(pieces.3)
            return unsafe Int(hg_send(table, raw, vector.baseAddress, Int32(count), isLast ? 0 : 1))
        }
    }

    // MARK: Splicing

    /// Moves up to `maximum` bytes from this socket into `pipe`, which is empty, so that a call that would block can only be for
    /// want of bytes.
    public mutating func splice(into pipe: inout Pipe, upTo maximum: Int) -> StreamRead {
        precondition(pipe.fill == 0 && maximum > 0)
        let count = min(maximum, pipe.capacity)
        while true {
            let result = unsafe hg_splice(descriptor.table, descriptor.raw, pipe.input.raw, count, 1)
            if result > 0 {
                pipe.fill = result
                pipe.wasFilled = result == count
                return .bytes(result)
            }
            if result == 0 { return end }
            let error = SystemError(result: result)
            switch error.number {
            case EINTR: continue
            case EAGAIN:
                canRead = false
                return .wouldBlock
            default:
                error.stopIfOurs()
                return .failed(error)
            }
        }
    }

    /// Moves what `pipe` holds to this socket, which has nothing unsent. `isLast` when no more will follow it soon; where it may, the
    /// kernel is told to wait for it only if the pipe was filled: it would wait 200 ms for what has not come yet.
    public mutating func splice(from pipe: inout Pipe, isLast: Bool) -> StreamWrite {
        precondition(unsentBytes == 0)
        while pipe.fill > 0 {
            guard canWrite else { return .waiting }
            let result = unsafe hg_splice(
                descriptor.table, pipe.output.raw, descriptor.raw, pipe.fill, isLast || !pipe.wasFilled ? 0 : 1)
            if result > 0 {
                pipe.fill -= result
                continue
            }
            let error = SystemError(result: result)
            switch error.number {
            case EINTR: continue
            case EAGAIN: canWrite = false
            default:
                return fail(error)
            }
        }
        return .sent
    }

    // MARK: Ending

    /// Says that nothing more will be sent; the peer reads the end behind what was sent.
    public mutating func shutdownWriting() {
        _ = unsafe hg_shutdown(descriptor.table, descriptor.raw, Int32(SHUT_WR))
    }

    /// Closing will reset the connection instead of ending it: the peer must not take what it has for the whole.
    public mutating func resetOnClose() {
        _ = unsafe hg_set_linger_zero(descriptor.table, descriptor.raw)
    }

    /// The error of a dial that the kernel has finished, nothing when it connected.
    public func connectError() -> SystemError? {
        let result = unsafe hg_socket_error(descriptor.table, descriptor.raw)
        return result < 0 ? SystemError(result: Int(result)) : nil
    }

    /// Hands the descriptor to `loop`, once for its life.
    public func register(with loop: borrowing Loop, as handle: Handle) throws(SystemError) {
        try loop.add(descriptor, handle: handle, interest: Self.interest)
    }

    /// From here on `loop` reports it as another handle, beginning with what holds now.
    public func register(with loop: borrowing Loop, insteadAs handle: Handle) throws(SystemError) {
        try loop.watch(rawDescriptor: descriptor.raw, handle: handle, interest: Self.interest, isNew: false)
    }

    private static var interest: Readiness { [.readable, .writable, .peerEnded, .edgeTriggered] }
}
