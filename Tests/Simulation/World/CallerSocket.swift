internal import Bytes
internal import Crypto

/// A scripted caller's end of its connection: in the clear, or with TLS over it. Whoever owns it calls `proceed` whenever the endpoint may
/// have changed.
///
/// No random byte of TLS changes a length (X25519, Ed25519, no tickets), so that a seed's run is the same each time.
final class CallerSocket {
    let endpoint: Endpoint
    private var tls: TLSSession?
    private var ciphertext: [UInt8] = []
    private var isShaken = false
    /// The gate said that nothing more will come (close_notify).
    private(set) var hasGoodbye = false
    /// What broke TLS, if something did.
    private(set) var failure: TLSFailure?

    init(_ endpoint: Endpoint, _ context: TLSClientContext?) {
        self.endpoint = endpoint
        guard let context else { return }
        tls = TLSSession(context, host: "gate.test", unixSeconds: 1_700_000_000)
    }

    /// Whether what is offered can leave and what arrives can be read.
    var isReady: Bool { isShaken || isPlain }

    private var isPlain: Bool {
        switch tls {
        case .some: false
        case .none: true
        }
    }

    /// An end at this point is meant.
    var endsProperly: Bool { isPlain || hasGoodbye }

    /// Sends what is kept, and shakes hands as far as that goes.
    func proceed() {
        flush()
        guard !isReady, failure == nil else { return }
        while true {
            let step = tls?.handshake() ?? .done
            collect()
            switch step {
            case .done:
                isShaken = true
                return
            case .failed(let reason):
                failure = reason
                return
            case .needsBytes:
                guard endpoint.unreadBytes > 0 else { return }
                feed(endpoint.take(4_096))
            }
        }
    }

    /// Up to `count` bytes that have arrived, as plaintext; with TLS it may be none.
    func take(_ count: Int) -> [UInt8] {
        guard !isPlain else { return endpoint.take(count) }
        guard isShaken else { return [] }
        feed(endpoint.take(count))
        var plaintext = ByteBuffer()
        reading: while true {
            switch tls?.read(into: &plaintext, upTo: 65_536) ?? .needsBytes {
            case .bytes: continue
            case .needsBytes: break reading
            case .ended:
                hasGoodbye = true
                break reading
            case .failed(let reason):
                failure = reason
                break reading
            }
        }
        collect()
        return plaintext.span.copy()
    }

    /// How many of `bytes` there was room for.
    func offer(_ bytes: ArraySlice<UInt8>) -> Int {
        guard !isPlain else { return endpoint.offer(bytes) }
        var taken = 0
        while isShaken, ciphertext.isEmpty, taken < bytes.count {
            let piece = Array(bytes.dropFirst(taken).prefix(16_384))
            guard tls?.write(piece.span) == nil else { break }
            taken += piece.count
            collect()
        }
        return taken
    }

    /// Has `note` called when the gate has read all that was taken so far.
    func whenRead(_ note: @escaping () -> Void) { endpoint.whenReceived(beyond: ciphertext.count, note) }

    /// Says goodbye and ends this side.
    func finish() {
        if isShaken {
            tls?.close()
            collect()
        }
        endpoint.finish()
    }

    private func feed(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        var piece = ByteBuffer()
        piece.append(bytes)
        tls?.feed(piece)
    }

    private func collect() {
        if let outgoing = tls?.takeOutgoing() { ciphertext += outgoing.span.copy() }
        flush()
    }

    private func flush() {
        guard !ciphertext.isEmpty else { return }
        ciphertext.removeFirst(endpoint.offer(ciphertext[...]))
    }
}
