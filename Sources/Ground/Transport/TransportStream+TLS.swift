internal import Bytes
public import Crypto
internal import Reactor

/// The bytes when TLS stands between them and the socket.
extension TransportStream {
    /// Ciphertext asked of the kernel at once. (From 64 KiB on the C library tidies up all of its memory whenever a buffer is freed.)
    private static var ciphertextBytesMax: Int { 48 * 1024 }

    /// What may come without a byte for the reader: a record, tickets, new keys; in a handshake the certificates, which OpenSSL
    /// takes up to 100 KiB of. A peer that goes on beyond it only makes us work, and answer.
    private static var silentBytesMax: Int { 256 * 1024 }

    var hasTLSInput: Bool {
        switch tls {
        case .some(let tls): tls.hasInput
        case .none: false
        }
    }

    /// What the peer gave for a shorter handshake; ask when an answer was read.
    public var ticket: TLSTicket? {
        switch tls {
        case .some(let tls): tls.ticket()
        case .none: nil
        }
    }

    /// What was agreed upon to be spoken over TLS; nothing without TLS, or when the peer named no protocol.
    public var agreedProtocol: TLSProtocol? {
        switch tls {
        case .some(let tls): tls.agreedProtocol
        case .none: nil
        }
    }

    /// As `TLSSession.releaseBuffers`; true without TLS.
    public mutating func releaseBuffers() -> Bool { tls?.releaseBuffers() ?? true }

    // MARK: Handshake

    /// Puts TLS over the socket; nothing was read or sent before.
    public mutating func begin(_ session: consuming TLSSession) {
        tls = consume session
        isTLS = true
    }

    /// Goes on with the handshake as far as the bytes at hand lead. What it has to say is with the kernel or kept.
    public mutating func stepHandshake() -> TLSHandshake {
        if case .failed = flush() { return broken(.cut) }
        while true {
            let step = tls?.handshake() ?? .failed(.cut)
            let isSent = sendCiphertext()
            if case .failed(let failure) = step { return broken(failure) }
            if case .failed = isSent { return broken(.cut) }
            if step == .done {
                silentBytes = 0
                return .done
            }
            switch receiveCiphertext() {
            case .bytes: continue
            case .wouldBlock: return .needsBytes
            case .ended, .failed: return broken(tlsFailure ?? .cut)
            }
        }
    }

    private mutating func broken(_ failure: TLSFailure) -> TLSHandshake {
        tlsFailure = failure
        return .failed(failure)
    }

    // MARK: Bytes

    mutating func receiveTLS(into buffer: inout ByteBuffer, upTo maximum: Int) -> StreamRead {
        while true {
            let step = hasTLSInput ? tls?.read(into: &buffer, upTo: maximum) ?? .needsBytes : .needsBytes
            // Reading may have had to answer: a new key, an alert.
            if case .failed = sendCiphertext() { return .failed(.protocolBroken) }
            switch step {
            case .bytes(let count):
                silentBytes = 0
                return .bytes(count)
            case .ended: return .ended
            case .failed(let failure):
                tlsFailure = failure
                return .failed(.protocolBroken)
            case .needsBytes: break
            }
            switch receiveCiphertext() {
            case .bytes: continue
            case .wouldBlock: return .wouldBlock
            case .ended: return .failed(.protocolBroken)
            case .failed(let error): return .failed(error)
            }
        }
    }

    mutating func sendTLS(
        _ head: borrowing ByteBuffer, _ body: borrowing ByteBuffer, _ range: Range<Int>, _ suffix: StaticString
    ) -> StreamWrite {
        var end = ByteBuffer()
        end.append(suffix)
        return sendTLS(head.span, body.span.extracting(range), end.span)
    }

    mutating func sendTLS(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) -> StreamWrite {
        if let failure = tls?.write(first, second, third) {
            tlsFailure = failure
            return .failed(.protocolBroken)
        }
        return sendCiphertext()
    }

    /// So that the peer does not take the end for a cut.
    mutating func closeTLS() {
        guard tlsFailure == nil else { return }
        tls?.close()
        _ = sendCiphertext()
    }

    /// Nothing lies here but TLS's own messages, which are worked off: the connection is as idle as before.
    public mutating func isIdleTLS() -> Bool {
        var nothing = ByteBuffer(kind: .confidential)
        return receiveTLS(into: &nothing, upTo: 1) == .wouldBlock
    }

    // MARK: Ciphertext

    private mutating func receiveCiphertext() -> StreamRead {
        guard stream.canRead else { return .wouldBlock }
        var ciphertext = ByteBuffer()
        let step = stream.receive(into: &ciphertext, upTo: Self.ciphertextBytesMax)
        guard case .bytes(let count) = step else { return step }
        silentBytes += count
        guard silentBytes <= Self.silentBytesMax else {
            tlsFailure = .broken
            return .failed(.protocolBroken)
        }
        tls?.feed(ciphertext)
        return step
    }

    private mutating func sendCiphertext() -> StreamWrite {
        guard let ciphertext = tls?.takeOutgoing(), !ciphertext.isEmpty else {
            return unsentBytes == 0 ? .sent : .waiting
        }
        return stream.send(ciphertext)
    }
}
