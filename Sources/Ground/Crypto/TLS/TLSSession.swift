public import Bytes
internal import COpenSSL
internal import Glibc

/// One side of one TLS connection as a machine: ciphertext in, ciphertext out, no I/O and no clock.
///
/// First `handshake` until it is done, then `read` and `write`. Before a step may go on, `feed` it what came; after each, send
/// `takeOutgoing`. It holds ciphertext only between steps.
@safe public struct TLSSession: ~Copyable {
    private let session: OpaquePointer
    private let wire: UnsafeMutablePointer<TLSWire>
    private var failure: TLSFailure?
    /// A read may bring something, or tell of an end, without another byte from the peer.
    public private(set) var hasInput = false

    /// The most that one TLS record carries (RFC 8446 5.1).
    private static var recordBytesMax: Int { 16 * 1024 }

    /// The client's side with `host`, unless the context names another server; `unixSeconds` is the time to judge certificates by.
    public init(_ context: TLSClientContext, host: String, resuming ticket: TLSTicket? = nil, unixSeconds: Int64) {
        unsafe (session, wire) = Self.make(context.context)
        unsafe SSL_set_connect_state(session)
        failure = unsafe Self.setPeer(TLSPeerName(context.serverName ?? host), context, session)
        unsafe X509_VERIFY_PARAM_set_time(SSL_get0_param(session), time_t(unixSeconds))
        if let ticket { _ = unsafe SSL_set_session(session, ticket.session) }
        ERR_clear_error()
    }

    /// The server's side.
    public init(_ context: TLSServerContext) {
        unsafe (session, wire) = Self.make(context.context)
        unsafe SSL_set_accept_state(session)
        ERR_clear_error()
    }

    private static func make(
        _ context: OpaquePointer
    ) -> (session: OpaquePointer, wire: UnsafeMutablePointer<TLSWire>) {
        guard let session = unsafe SSL_new(context) else { preconditionFailure("out of memory") }
        let wire = UnsafeMutablePointer<TLSWire>.allocate(capacity: 1)
        unsafe wire.initialize(to: TLSWire())
        let bio = unsafe TLSWire.makeBIO(over: wire)
        unsafe SSL_set_bio(session, bio, bio)
        return unsafe (session, wire)
    }

    deinit {
        // Without this OpenSSL takes the end for a fault and spoils the ticket that was taken.
        if failure == nil { unsafe SSL_set_shutdown(session, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN) }
        unsafe SSL_free(session)
        unsafe wire.deinitialize(count: 1)
        unsafe wire.deallocate()
    }

    /// Names the peer to it (RFC 6066 3: names only) and to verification.
    private static func setPeer(
        _ peer: TLSPeerName, _ context: TLSClientContext, _ session: OpaquePointer
    ) -> TLSFailure? {
        let parameters = unsafe SSL_get0_param(session)
        // Certificates name hosts in their subjectAltName; the common name is not looked at (RFC 9110 4.3.4).
        unsafe X509_VERIFY_PARAM_set_hostflags(
            parameters, UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let isSet: Bool
        switch peer {
        case .name(let name):
            isSet =
                unsafe hg_tls_send_name(session, name) == 1
                && X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1
        case .address(let address):
            isSet = unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, address) == 1
        case .impossible: isSet = false
        }
        return isSet || !context.verifies ? nil : .wrongName
    }

    // MARK: Ciphertext

    /// Takes what the peer sent.
    public mutating func feed(_ ciphertext: consuming ByteBuffer) {
        hasInput = true
        unsafe wire.pointee.feed(ciphertext)
    }

    /// What is to be sent to the peer, in order.
    public mutating func takeOutgoing() -> ByteBuffer {
        var taken = ByteBuffer()
        unsafe swap(&taken, &wire.pointee.outgoing)
        return taken
    }

    public var hasOutgoing: Bool { unsafe !wire.pointee.outgoing.isEmpty }

    // MARK: Steps

    public mutating func handshake() -> TLSHandshake {
        if let failure { return .failed(failure) }
        OpenSSL.clearErrors()
        let result = unsafe SSL_do_handshake(session)
        if result == 1 {
            hasInput = holdsInput
            return .done
        }
        guard unsafe SSL_get_error(session, result) == SSL_ERROR_WANT_READ else { return .failed(fail()) }
        hasInput = false
        return .needsBytes
    }

    /// Appends up to `maximum` bytes of plaintext.
    public mutating func read(into buffer: inout ByteBuffer, upTo maximum: Int) -> TLSRead {
        precondition(maximum > 0)
        if let failure { return .failed(failure) }
        var total = 0
        while total < maximum {
            var result: Int32 = 0
            let session = unsafe session
            let added = unsafe buffer.fill(upTo: min(maximum - total, Self.recordBytesMax)) { room in
                OpenSSL.clearErrors()
                result = unsafe SSL_read(session, room.baseAddress, Int32(room.count))
                return Int(result)
            }
            guard added > 0 else { return readStopped(result, total) }
            total += added
            // One more read would only find that out, at a third of the price of a record.
            hasInput = holdsInput
            if !hasInput { break }
        }
        return .bytes(total)
    }

    /// Some of what was fed has not been read.
    private var holdsInput: Bool { unsafe wire.pointee.unreadBytes > 0 || SSL_has_pending(session) == 1 }

    /// What was read goes first; an end or a failure is told by the next read.
    private mutating func readStopped(_ result: Int32, _ total: Int) -> TLSRead {
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ:
            hasInput = false
            return total > 0 ? .bytes(total) : .needsBytes
        case SSL_ERROR_ZERO_RETURN:
            return total > 0 ? .bytes(total) : .ended
        default:
            let failure = fail()
            return total > 0 ? .bytes(total) : .failed(failure)
        }
    }

    /// Encrypts the pieces in order, small ones together in one record.
    public mutating func write(
        _ first: Span<UInt8>, _ second: Span<UInt8> = Span(), _ third: Span<UInt8> = Span()
    ) -> TLSFailure? {
        if let failure { return failure }
        let total = first.count + second.count + third.count
        guard total > max(first.count, second.count, third.count), total <= Self.recordBytesMax else {
            return write(one: first) ?? write(one: second) ?? write(one: third)
        }
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: total) { room in
            var together = unsafe OutputSpan(buffer: room, initializedCount: 0)
            Self.append(first, to: &together)
            Self.append(second, to: &together)
            Self.append(third, to: &together)
            let failure = write(one: together.span)
            _ = unsafe together.finalize(for: room)
            // A head carries credentials, and the stack is used again.
            if let base = room.baseAddress { unsafe explicit_bzero(base, room.count) }
            return failure
        }
    }

    private static func append(_ piece: Span<UInt8>, to room: inout OutputSpan<UInt8>) {
        unsafe room.withUnsafeMutableBufferPointer { bytes, count in
            unsafe piece.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[count...])
                    .copyMemory(from: $0)
            }
            count += piece.count
        }
    }

    private mutating func write(one piece: Span<UInt8>) -> TLSFailure? {
        guard !piece.isEmpty else { return nil }
        OpenSSL.clearErrors()
        var written = 0
        unsafe wire.pointee.expect(piece.count)
        let result = unsafe piece.withUnsafeBytes { unsafe SSL_write_ex(session, $0.baseAddress, $0.count, &written) }
        return result == 1 && written == piece.count ? nil : fail()
    }

    /// Gives back the memory for records, 33 KiB; the next record takes it anew. False when one is under way, and it stays.
    public mutating func releaseBuffers() -> Bool { unsafe hg_tls_free_buffers(session) == 1 }

    /// Says that nothing more will be sent (close_notify).
    public mutating func close() {
        guard failure == nil, unsafe SSL_is_init_finished(session) == 1 else { return }
        _ = unsafe SSL_shutdown(session)
        ERR_clear_error()
    }

    /// What both sides agreed to speak over it, once the handshake is done; nothing when the peer named no protocol.
    public var agreedProtocol: TLSProtocol? {
        var (start, count): (UnsafePointer<UInt8>?, UInt32) = (nil, 0)
        unsafe SSL_get0_alpn_selected(session, &start, &count)
        let name = unsafe UnsafeBufferPointer(start: start, count: Int(count))
        return TLSProtocol.allCases.first { unsafe name.elementsEqual($0.rawValue.utf8) }
    }

    // MARK: Resumption

    /// This handshake was shortened by a ticket.
    public var isResumed: Bool { unsafe SSL_session_reused(session) == 1 }

    /// What the peer gave for the next handshake. With TLS 1.3 it comes behind the handshake: ask when an answer was read.
    public func ticket() -> TLSTicket? {
        guard failure == nil, let ticket = unsafe SSL_get1_session(session) else { return nil }
        let taken = unsafe TLSTicket(adopting: ticket)
        return unsafe SSL_SESSION_is_resumable(ticket) == 1 ? taken : nil
    }

    private mutating func fail() -> TLSFailure {
        let failure = unsafe TLSFailure.drained(verification: SSL_get_verify_result(session))
        self.failure = failure
        // The next read tells it.
        hasInput = true
        return failure
    }
}
